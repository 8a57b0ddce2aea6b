#pragma once

// Why the judge thinks so, in words: one sentence for each area that weighed much.

#include <string>
#include <vector>

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/model.h"
#include "scanner/match/judge/own_key.h"

namespace leakwarden::scanner::judging {

// At most four, strongest first.
std::vector<std::string> judge_words(const OwnKey& key, const Features& features,
                                     const Model::ByArea& areas);

}  // namespace leakwarden::scanner::judging

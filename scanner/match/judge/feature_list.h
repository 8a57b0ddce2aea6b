#pragma once

// The features by name and area, in the order of the table (feature.h). own_has_… and own_head_…
// follow WordGroup, separator_… follows Separator.

#define LEAKWARDEN_FEATURES(X) \
  X(length, Length) X(length_log, Length) X(is_long, Length) X(entropy, Randomness) \
  X(information, Randomness) X(distinct, Randomness) X(class_changes, Randomness) \
  X(letter_digit_changes, Randomness) X(bigram_repeats, Randomness) X(trigram_bits, Randomness) \
  X(trigram_mean, Randomness) X(trigram_low_run, Randomness) X(vowel_share, Randomness) \
  X(longest_consonants, Randomness) X(lowers, Characters) X(uppers, Characters) \
  X(digits, Characters) X(symbols, Characters) X(high_bytes, Characters) X(classes, Characters) \
  X(slashes, Characters) X(dots, Characters) X(dashes, Characters) X(underscores, Characters) \
  X(pluses, Characters) X(equals, Characters) X(colons, Characters) X(blanks, Characters) \
  X(commas, Characters) X(brackets, Characters) X(backslashes, Characters) \
  X(first_letter, Characters) X(first_digit, Characters) X(first_marker, Characters) \
  X(first_symbol, Characters) X(last_letter, Characters) X(last_digit, Characters) \
  X(last_symbol, Characters) X(longest_run, Characters) X(longest_digits, Characters) \
  X(longest_letters, Characters) X(sequence_steps, Characters) X(counted_share, Characters) X(hex_only, Characters) \
  X(base64_only, Characters) X(digits_only, Characters) X(letters_only, Characters) \
  X(lower_only, Characters) X(upper_only, Characters) X(typical_length, Characters) \
  X(padded, Characters) X(hex_typical, Characters) X(uncovered, Words) X(covered, Words) \
  X(covered_share, Words) X(word_count, Words) X(longest_word, Words) X(uncovered_run, Words) \
  X(credential_words, Words) X(test_words, Words) X(dummy_inside, Words) X(any_group_words, Words) \
  X(key_in_value, Words) X(value_is_key, Words) X(value_in_left, Words) \
  X(common_password, Common) X(common_inside, Common) X(keyboard_walk, Common) \
  X(leet_common, Common) X(word_and_number, Common) X(own_has_password, OwnKey) \
  X(own_has_secret, OwnKey) X(own_has_token, OwnKey) X(own_has_key, OwnKey) \
  X(own_has_access, OwnKey) X(own_has_auth, OwnKey) X(own_has_credential, OwnKey) \
  X(own_has_session, OwnKey) X(own_has_nonce, OwnKey) X(own_has_one_time, OwnKey) \
  X(own_has_salt, OwnKey) X(own_has_signature, OwnKey) X(own_has_public, OwnKey) \
  X(own_has_encrypted, OwnKey) X(own_has_hash, OwnKey) X(own_has_id, OwnKey) \
  X(own_has_user, OwnKey) X(own_has_location, OwnKey) X(own_has_pointer, OwnKey) \
  X(own_has_measure, OwnKey) X(own_has_value, OwnKey) X(own_has_database, OwnKey) \
  X(own_has_admin, OwnKey) X(own_has_webhook, OwnKey) X(own_has_license, OwnKey) \
  X(own_has_test, OwnKey) X(own_has_vendor, OwnKey) X(own_has_verb, OwnKey) \
  X(own_has_network, OwnKey) X(own_has_call, OwnKey) X(own_has_code, OwnKey) \
  X(own_has_blob, OwnKey) X(own_has_connection, OwnKey) X(own_head_password, OwnKey) \
  X(own_head_secret, OwnKey) X(own_head_token, OwnKey) X(own_head_key, OwnKey) \
  X(own_head_access, OwnKey) X(own_head_auth, OwnKey) X(own_head_credential, OwnKey) \
  X(own_head_session, OwnKey) X(own_head_nonce, OwnKey) X(own_head_one_time, OwnKey) \
  X(own_head_salt, OwnKey) X(own_head_signature, OwnKey) X(own_head_public, OwnKey) \
  X(own_head_encrypted, OwnKey) X(own_head_hash, OwnKey) X(own_head_id, OwnKey) \
  X(own_head_user, OwnKey) X(own_head_location, OwnKey) X(own_head_pointer, OwnKey) \
  X(own_head_measure, OwnKey) X(own_head_value, OwnKey) X(own_head_database, OwnKey) \
  X(own_head_admin, OwnKey) X(own_head_webhook, OwnKey) X(own_head_license, OwnKey) \
  X(own_head_test, OwnKey) X(own_head_vendor, OwnKey) X(own_head_verb, OwnKey) \
  X(own_head_network, OwnKey) X(own_head_call, OwnKey) X(own_head_code, OwnKey) \
  X(own_head_blob, OwnKey) X(own_head_connection, OwnKey) X(own_missing, OwnKey) \
  X(own_words, OwnKey) X(own_length, OwnKey) X(own_unknown_words, OwnKey) X(own_upper, OwnKey) \
  X(own_camel, OwnKey) X(own_digits, OwnKey) X(own_credential, OwnKey) X(own_gap, OwnKey) \
  X(entry_credential, OwnKey) X(entry_head_credential, OwnKey) X(entry_present, OwnKey) \
  X(callee_present, OwnKey) X(callee_credential, OwnKey) X(callee_hash, OwnKey) \
  X(callee_verb, OwnKey) X(callee_call, OwnKey) X(callee_network, OwnKey) X(name_found, Name) \
  X(name_gap, Name) X(name_words_between, Name) X(name_marks_between, Name) \
  X(name_is_own, Name) X(name_has_password, Name) X(name_has_secret, Name) \
  X(name_has_token, Name) X(name_has_key, Name) X(name_has_auth, Name) X(names_on_line, Name) \
  X(separator_none, Statement) X(separator_equals, Statement) X(separator_colon, Statement) \
  X(separator_arrow, Statement) X(separator_walrus, Statement) X(separator_compare, Statement) \
  X(separator_default, Statement) X(separator_comma, Statement) X(separator_call, Statement) \
  X(separator_bracket, Statement) X(separator_tag, Statement) X(separator_blank, Statement) \
  X(separator_url, Statement) X(quoted, Statement) X(quoted_double, Statement) \
  X(quoted_back, Statement) X(quote_closed, Statement) X(scheme, Statement) \
  X(in_prose, Statement) X(typed, Statement) X(spaced, Statement) X(other_line, Statement) \
  X(option, Statement) X(ends_statement, Statement) X(ends_line, Statement) \
  X(ends_string, Statement) X(follow_call, Statement) X(follow_index, Statement) \
  X(follow_dot, Statement) X(follow_comma, Statement) X(follow_concat, Statement) \
  X(follow_tag, Statement) X(follow_word, Statement) X(follow_blank_word, Statement) \
  X(concat_before, Statement) X(comment, Statement) X(keyword_before, Statement) \
  X(condition, Statement) X(line_start, Statement) X(shell_prompt, Statement) \
  X(inside_dollars, Statement) X(continues_after_line, Statement) X(byte_list, Structure) X(vendor_start, Structure) X(decoded_bytes, Structure) \
  X(decoded_key_size, Structure) X(decodes_text, Structure) \
  X(decodes_json, Structure) X(decodes_pair, Structure) X(pair_uncovered, Structure) \
  X(pair_length, Structure) X(pair_classes, Structure) X(decoded_uncovered, Structure) \
  X(jwt_parts, Structure) X(jwt_header, Structure) X(jwt_payload, Structure) \
  X(jwt_signature, Structure) X(jwt_signed, Structure) X(jwe, Structure) X(jwt_lone, Structure) \
  X(der_private, Structure) X(der_public, Structure) X(der_other, Structure) \
  X(ssh_public, Structure) X(hash_marker, Structure) X(encrypted_marker, Structure) \
  X(certificate_marker, Structure) X(url_userinfo, Structure) X(url_local_host, Structure) \
  X(url_documentation_host, Structure) X(reference, Reference) X(filler, Reference) \
  X(says_placeholder, Reference) X(identifier_snake, Reference) X(identifier_camel, Reference) \
  X(identifier_constant, Reference) X(identifier_dotted, Reference) X(path_like, Reference) \
  X(url_like, Reference) X(mail_like, Reference) X(date_like, Reference) \
  X(version_like, Reference) X(address_like, Reference) X(uuid_like, Reference) \
  X(sentence, Reference) X(call_like, Reference) X(markup_like, Reference) \
  X(number_like, Reference) X(format_like, Reference) X(regex_like, Reference) \
  X(equals_companion, Reference) X(line_length, Line) X(line_quotes, Line) X(line_commas, Line) \
  X(line_long_tokens, Line) X(line_credential, Line) X(line_user, Line) X(line_location, Line) \
  X(line_database, Line) X(line_test, Line) X(line_hash, Line) X(line_id, Line) \
  X(line_network, Line) X(line_encrypted, Line) X(line_public, Line) X(line_pointer, Line) \
  X(line_call, Line) X(line_value, Line) X(line_words, Line) X(near_lines, Near) \
  X(near_long_tokens, Near) X(near_credential, Near) X(near_user, Near) X(near_location, Near) \
  X(near_database, Near) X(near_test, Near) X(near_hash, Near) X(near_id, Near) \
  X(near_network, Near) X(near_encrypted, Near) X(near_public, Near) X(near_pointer, Near) \
  X(near_call, Near) X(near_vendor, Near) X(near_comment_lines, Near) X(near_same_length, Near) \
  X(near_same_value, Near) X(near_same_key, Near) X(near_usage, Near) X(near_blob, Near)

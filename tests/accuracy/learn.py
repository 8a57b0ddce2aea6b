"""Two learners over the same features: broken lines (logistic regression) and small trees."""
import lightgbm as lgb
import numpy as np
from sklearn.linear_model import LogisticRegression

QUANTILES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0)


class Lines:
    """A sum of pieces: each feature cut at quantiles, one weight a piece."""

    def __init__(self, strength=0.05):
        self.strength = strength

    def cut(self, x):
        self.pieces = []
        for f in range(x.shape[1]):
            column = x[:, f]
            used = column[column != 0]
            knots = set(np.unique(np.quantile(column, QUANTILES).astype(int)))
            if len(used):
                knots |= set(np.unique(np.quantile(used, (0, 0.5, 0.9, 1)).astype(int)))
                knots.add(0)
            knots = sorted(knots)
            self.pieces += [(f, lo, hi) for lo, hi in zip(knots, knots[1:])]

    def expand(self, x):
        out = np.empty((len(x), len(self.pieces)), dtype=np.float32)
        for i, (f, lo, hi) in enumerate(self.pieces):
            out[:, i] = np.clip(x[:, f], lo, hi).astype(np.float32) - lo
        return out

    def fit(self, x, y, w):
        self.cut(x)
        z = self.expand(x)
        self.scale = np.maximum(z.std(axis=0), 1e-3)
        # A piece that hardly any row enters must not get a large weight.
        z /= self.scale
        model = LogisticRegression(C=self.strength, max_iter=300, solver="lbfgs", tol=1e-3)
        model.fit(z, y, sample_weight=w)
        self.weights = model.coef_[0] / self.scale
        self.bias = model.intercept_[0]
        return self

    def logits(self, x):
        return self.expand(x) @ self.weights + self.bias


class Trees:
    def __init__(self, rounds=350, leaves=12, rate=0.04, least=20):
        self.parameters = dict(objective="binary", num_leaves=leaves, learning_rate=rate, min_child_samples=least,
                               feature_fraction=0.4, bagging_fraction=0.8, bagging_freq=1, lambda_l2=5.0, max_bin=63,
                               min_data_per_group=1, verbose=-1, num_threads=2, seed=7, deterministic=True,
                               force_row_wise=True, boost_from_average=True)
        self.rounds = rounds

    def fit(self, x, y, w):
        self.model = lgb.train(self.parameters, lgb.Dataset(x, y, weight=w, params={"verbose": -1}), self.rounds)
        return self

    def logits(self, x):
        return self.model.predict(x, raw_score=True)


class Both:
    def __init__(self, **options):
        self.lines, self.trees = Lines(), Trees(**options)

    def fit(self, x, y, w):
        self.lines.fit(x, y, w)
        self.trees.fit(x, y, w)
        return self

    def logits(self, x):
        return (self.lines.logits(x) + self.trees.logits(x)) / 2

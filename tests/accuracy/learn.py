"""Two learners over the same features: broken lines (logistic regression) and small trees."""
import lightgbm as lgb
import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

QUANTILES = (0.0, 0.25, 0.5, 0.75, 0.95, 1.0)
FEWEST = 8  # rows that a piece must tell apart


class Lines:
    """A sum of pieces: each feature cut at quantiles, one weight a piece."""

    def __init__(self, ridge=20.0, steps=150):
        self.ridge, self.steps = ridge, steps

    def cut(self, x):
        self.pieces = []
        for f in range(x.shape[1]):
            used = x[:, f][x[:, f] != 0]
            if len(used) < FEWEST:
                continue
            knots = sorted(set(np.quantile(used, QUANTILES).astype(int)) | {0})
            self.pieces += [(f, lo, hi) for lo, hi in zip(knots, knots[1:])]

    def expand(self, x):
        columns = [sp.csc_matrix((np.clip(x[:, f], lo, hi).astype(np.float32) - lo)[:, None]) for f, lo, hi in self.pieces]
        return sp.hstack(columns, format="csr")

    def fit(self, x, y, w):
        self.cut(x)
        z = self.expand(x)
        square = np.asarray(z.multiply(z).mean(axis=0)).ravel()
        self.scale = np.maximum(np.sqrt(square), 1e-3)
        z = z @ sp.diags((1 / self.scale).astype(np.float32), format="csr")
        zt = z.T.tocsr()
        sign = np.where(y, 1.0, -1.0)

        def loss(b):
            margin = sign * (z @ b[:-1] + b[-1])
            value = np.logaddexp(0, -margin)
            slope = -w * sign / (1 + np.exp(margin.clip(-500, 500)))
            gradient = np.append(zt @ slope + self.ridge * b[:-1], slope.sum())
            return (w * value).sum() + self.ridge * (b[:-1] ** 2).sum() / 2, gradient

        best = minimize(loss, np.zeros(z.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": self.steps})
        self.weights, self.bias = best.x[:-1] / self.scale, best.x[-1]
        return self

    def logits(self, x):
        return self.expand(x) @ self.weights + self.bias


class Trees:
    def __init__(self, rounds=250, leaves=12, rate=0.05, least=20):
        self.parameters = dict(objective="binary", num_leaves=leaves, learning_rate=rate, min_child_samples=least,
                               feature_fraction=0.3, bagging_fraction=0.7, bagging_freq=1, lambda_l2=5.0, max_bin=63,
                               verbose=-1, num_threads=1, seed=7, deterministic=True, force_col_wise=True)
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

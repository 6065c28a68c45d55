"""How numeric code draws: samplers, bandits, filters, gradient descent; the docstrings give the argument types."""

# ruff: noqa
import numpy as np

DRAWN = np.random.default_rng(7)


DRAWN_OLD = np.random.RandomState(3)


def module_rng(n):
    """types: int"""
    return DRAWN.normal(size=abs(n) % 5).sum() + DRAWN_OLD.rand()


def module_trap(a, i):
    """types: ndarray[float64, 1]; int"""
    u = DRAWN.random()
    return a[i] * u


def sgd(X, y, lr, epochs, seed):
    """types: ndarray[float64, 2]; ndarray[float64, 1]; float; int; int"""
    rng = np.random.default_rng(seed)
    n, d = X.shape
    w = np.zeros(d)
    for _ in range(abs(epochs) % 4):
        order = rng.permutation(n)
        for i in order:
            err = X[i] @ w - y[i]
            w -= lr * err * X[i]
    return w


def sgd_batches(X, y, batch, rng):
    """types: ndarray[float64, 2]; ndarray[float64, 1]; int; numpy.random.RandomState"""
    n = X.shape[0]
    idx = np.arange(n)
    rng.shuffle(idx)
    w = np.zeros(X.shape[1])
    for s in range(0, n, max(1, batch)):
        sel = idx[s : s + max(1, batch)]
        Xb, yb = X[sel], y[sel]
        g = Xb.T @ (Xb @ w - yb) / len(sel)
        w = w - 0.1 * g
    return w


class Bandit:
    def __init__(self, k, seed=0):
        self.k = k
        self.rng = np.random.RandomState(seed)
        self.means = self.rng.normal(0, 1, k)
        self.counts = np.zeros(k)
        self.values = np.zeros(k)

    def pull(self, arm):
        return self.rng.normal(self.means[arm], 1.0)

    def step(self, eps):
        if self.rng.rand() < eps:
            arm = self.rng.randint(self.k)
        else:
            arm = int(np.argmax(self.values))
        r = self.pull(arm)
        self.counts[arm] += 1
        self.values[arm] += (r - self.values[arm]) / self.counts[arm]
        return r


def run_bandit(k, steps, eps, seed):
    """types: int; int; float; int"""
    b = Bandit(abs(k) % 5 + 1, seed)
    total = 0.0
    for _ in range(abs(steps) % 50):
        total += b.step(eps)
    return total, float(b.counts.sum())


def particle_filter(obs, n, seed):
    """types: ndarray[float64, 1]; int; int"""
    rng = np.random.default_rng(seed)
    n = abs(n) % 20 + 1
    particles = rng.normal(0.0, 1.0, size=n)
    est = np.empty(len(obs))
    for t in range(len(obs)):
        particles = particles + rng.normal(0.0, 0.5, size=n)
        w = np.exp(-0.5 * (obs[t] - particles) ** 2)
        w /= w.sum()
        est[t] = np.sum(w * particles)
        idx = rng.choice(n, size=n, p=w)
        particles = particles[idx]
    return est


def systematic(weights, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    n = len(weights)
    positions = (rng.random() + np.arange(n)) / n
    idx = np.zeros(n, dtype=np.int64)
    cum = np.cumsum(weights)
    i, j = 0, 0
    while i < n and j < n:
        if positions[i] < cum[j]:
            idx[i] = j
            i += 1
        else:
            j += 1
    return idx


def tournament(fitness, k, rng):
    """types: ndarray[float64, 1]; int; numpy.random.Generator"""
    best = -1
    for _ in range(abs(k) % 6):
        i = rng.integers(0, len(fitness))
        if best == -1 or fitness[i] > fitness[best]:
            best = i
    return best


def crossover(a, b, rng):
    """types: ndarray[float64, 1]; ndarray[float64, 1]; numpy.random.Generator"""
    point = rng.integers(1, len(a))
    child = np.concatenate([a[:point], b[point:]])
    mask = rng.random(len(child)) < 0.1
    child[mask] += rng.normal(0, 0.1, mask.sum())
    return child


def monte_carlo_pi(n, seed):
    """types: int; int"""
    rng = np.random.default_rng(seed)
    inside = 0
    for _ in range(abs(n) % 300):
        x = rng.uniform(-1, 1)
        y = rng.uniform(-1, 1)
        if x * x + y * y <= 1:
            inside += 1
    return inside


def annealing(cost, steps, rng):
    """types: ndarray[float64, 2]; int; numpy.random.Generator"""
    n = len(cost)
    tour = np.arange(n)
    best = 0.0
    temp = 1.0
    for _ in range(abs(steps) % 10):
        i, j = rng.integers(0, n, size=2)
        delta = cost[tour[i], tour[j]] - cost[tour[j], tour[i]]
        if delta < 0 or rng.random() < np.exp(-delta / temp):
            tour[i], tour[j] = tour[j], tour[i]
            best += delta
        temp *= 0.9
    return tour, best


def random_walk(n, rng):
    """types: int; numpy.random.RandomState"""
    steps = rng.choice([-1, 1], size=abs(n) % 30)
    return np.cumsum(steps)


def noise(img, sigma, rng):
    """types: ndarray[float64, 2]; float; numpy.random.Generator"""
    return np.clip(img + rng.normal(0, sigma, img.shape), 0, 1)


def bagging(X, n_est, rng):
    """types: ndarray[float64, 2]; int; numpy.random.RandomState"""
    out = []
    n = X.shape[0]
    for _ in range(abs(n_est) % 5):
        idx = rng.randint(0, n, n)
        out.append(X[idx].mean(axis=0))
    return out


def split(n, frac, seed):
    """types: int; float; int"""
    rng = np.random.RandomState(seed)
    perm = rng.permutation(abs(n) % 50)
    cut = int(len(perm) * frac)
    return perm[:cut], perm[cut:]


def gumbel(logits, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    return int(np.argmax(logits + rng.gumbel(size=len(logits))))


def gumbel2(logits, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    u = rng.uniform(1e-9, 1, size=logits.shape)
    return np.argmax(logits - np.log(-np.log(u)))


def replay(buffer_size, batch, rng):
    """types: int; int; numpy.random.Generator"""
    return rng.choice(buffer_size, size=batch, replace=False)


def xavier(a, b, rng):
    """types: int; int; numpy.random.RandomState"""
    limit = np.sqrt(6.0 / (a + b))
    return rng.uniform(-limit, limit, size=(a, b))


def he(a, b, rng):
    """types: int; int; numpy.random.Generator"""
    return rng.standard_normal((a, b)) * np.sqrt(2.0 / a)


def words(ws, rng):
    """types: list[str]; numpy.random.Generator"""
    return ws[rng.integers(len(ws))]


def fisher_yates(xs, rng):
    """types: list[float]; numpy.random.Generator"""
    for i in range(len(xs) - 1, 0, -1):
        j = int(rng.integers(0, i + 1))
        xs[i], xs[j] = xs[j], xs[i]
    return xs


def order_of(k, rng):
    """types: int; numpy.random.RandomState"""
    order = list(range(abs(k) % 20))
    rng.shuffle(order)
    return order


def shuffle_arg(xs, rng):
    """types: list[str]; numpy.random.Generator"""
    rng.shuffle(xs)
    return xs[:2]


def axis_perm(a, rng):
    """types: ndarray[float64, 2]; numpy.random.Generator"""
    return rng.permutation(a, axis=1), rng.permuted(a, axis=0)


def dirichlet(alpha, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    return rng.dirichlet(alpha), rng.multinomial(10, np.ones(4) / 4)


def sample_categorical(probs, rng):
    """types: ndarray[float64, 2]; numpy.random.Generator"""
    out = np.empty(len(probs), dtype=int)
    for i, p in enumerate(probs):
        out[i] = rng.choice(len(p), p=p)
    return out


def cum_sample(probs, rng):
    """types: ndarray[float64, 1]; numpy.random.Generator"""
    return int(np.searchsorted(np.cumsum(probs), rng.random()))


def lists_of_pairs(edges, rng):
    """types: list[tuple[int, int]]; numpy.random.Generator"""
    i = rng.integers(len(edges))
    a, b = edges[i]
    return a + b


def gibbs(n, rho, seed):
    """types: int; float; int"""
    rng = np.random.default_rng(seed)
    x = y = 0.0
    s = np.sqrt(1 - rho * rho)
    out = np.zeros((abs(n) % 30, 2))
    for i in range(len(out)):
        x = rng.normal(rho * y, s)
        y = rng.normal(rho * x, s)
        out[i] = x, y
    return out


def rand_shape(rng, n):
    """types: numpy.random.RandomState; int"""
    return (
        rng.rand(n, 2),
        rng.randn(2),
        rng.random_sample((n, n)),
        rng.uniform(size=(2, n)),
        rng.randint(0, 2, size=n).astype(bool),
    )


def optional_rng(x, rng):
    """types: float; optional[numpy.random.Generator]"""
    if rng is not None:
        return x + rng.normal()
    return x


def nested(n, rng):
    """types: int; numpy.random.Generator"""
    return rng.normal(rng.random(), abs(rng.normal()), size=rng.integers(1, 4))


def bool_draw(rng):
    """types: numpy.random.Generator"""
    return bool(rng.integers(2)), rng.random() > 0.5, rng.integers(0, 2, 5) == 1


def in_list(rngs):
    """types: list[numpy.random.Generator]"""
    return [r.random() for r in rngs]


def dtype_int(rng, n):
    """types: numpy.random.Generator; int"""
    return (
        rng.integers(0, 5, size=abs(n) % 6, dtype=int),
        rng.integers(5, endpoint=True),
        rng.integers(0, 9, dtype=np.int32),
    )


def spawned(seed, n):
    """types: int; int"""
    out = []
    for i in range(abs(n) % 4):
        rng = np.random.default_rng(seed + i)
        out.append(rng.random())
    return out


def old_scalar(n):
    """types: int"""
    return np.random.randint(0, 10, size=3, dtype=int), np.random.randint(0, 10, 2, dtype=np.int32)


def shuffle_field(n, seed):
    """types: int; int"""
    d = Deck(abs(n) % 10, seed)
    d.deal()
    return d.deal()


class Deck:
    def __init__(self, n, seed):
        self.cards = list(range(n))
        self.rng = np.random.default_rng(seed)

    def deal(self):
        self.rng.shuffle(self.cards)
        return self.cards[0] if self.cards else -1


def old_shuffle(xs):
    """types: list[int]"""
    np.random.shuffle(xs)
    return xs

"""Ten-fold accuracies of scikit-learn's MLPClassifier as it comes, for the verb "accuracy". Usage: sklearn_peer.py FOLDER SEEDS"""
import sys
import warnings

import numpy as np
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
folder, seeds = sys.argv[1], int(sys.argv[2])
for name, file, skip in (("iris", "iris.csv", 1), ("wine", "wine_data.csv", 1), ("breast cancer", "breast_cancer.csv", 1), ("digits", "digits.csv.gz", 0)):
    table = np.loadtxt(f"{folder}/{file}", delimiter=",", skiprows=skip)
    scores = []
    for seed in range(1, seeds + 1):
        model = make_pipeline(StandardScaler(), MLPClassifier(max_iter=200, n_iter_no_change=1000, random_state=seed))
        folds = StratifiedKFold(10, shuffle=True, random_state=seed)
        scores += list(cross_val_score(model, table[:, :-1], table[:, -1], cv=folds))
    print(f"{name}: {np.mean(scores):.4f} +- {np.std(scores, ddof=1) / np.sqrt(len(scores)):.4f} ({len(scores)} folds)", flush=True)

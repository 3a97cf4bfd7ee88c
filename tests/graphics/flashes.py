"""How often a picture flashes, after ITU-R BT.1702: a flash is a rise of luminance and a fall, or a fall and a rise.

A change counts from 20 cd/m² on where the darker side is under 160 cd/m², on a screen of 200 cd/m²; one to or from a
saturated red counts likewise. What is told is how many flashes at least a quarter of the picture sees within one
second; more than three may bring on a seizure. Points are looked at each for itself, so flashes that are spread over
time and picture are counted together: the measure errs on the side of safety.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
Signal = NDArray[np.float32]

PEAK = 200.0  # cd/m² of white
GAMMA = 2.4
STEP = 20.0
DARK = 160.0
RED_STEP = 20.0  # of (R - G - B) x 320, as WCAG 2.3.1 works it out
RED_SHARE = 0.8
AREA = 0.25
MOST = 3


def luminance(frame: Frame) -> Signal:
    """In cd/m², of a picture in red, green and blue."""
    linear = (frame[..., :3].astype(np.float32) / 255.0) ** GAMMA
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32) * PEAK, dtype=np.float32)


def redness(frame: Frame) -> Signal:
    """How much more red than all else, where red is saturated; elsewhere 0."""
    linear = (frame[..., :3].astype(np.float32) / 255.0) ** GAMMA
    red, rest = linear[..., 0], linear[..., 1] + linear[..., 2]
    saturated = red >= RED_SHARE * (red + rest + 1e-6)
    return np.where(saturated, np.maximum(0, red - rest) * 320, 0).astype(np.float32)


def seen(frames: Iterable[Frame], rate: int) -> int:
    """The most flashes within one second that a quarter of the picture sees, of light or of red."""
    pictures = list(frames)
    of_light = _most(pictures, rate, luminance, STEP, DARK)
    return max(of_light, _most(pictures, rate, redness, RED_STEP, np.inf))


def _most(frames: Sequence[Frame], rate: int, signal: Callable[[Frame], Signal], step: float, dark: float) -> int:
    changes = _changes([signal(frame) for frame in frames], step, dark)
    within = np.zeros(changes.shape[1:], dtype=np.int16)
    most = 0
    for nth, change in enumerate(changes):
        within += change
        if nth >= rate:
            within -= changes[nth - rate]
        # A quarter of the picture sees at least so many changes; two of them are a flash.
        most = max(most, int(np.quantile(within, 1 - AREA, method="lower")) // 2)
    return most


def _changes(signals: Sequence[Signal], step: float, dark: float) -> NDArray[np.int16]:
    """Frame by frame the points at which the signal has turned round and gone a step the other way."""
    low, high = signals[0].copy(), signals[0].copy()
    way = np.zeros(signals[0].shape, dtype=np.int8)
    changes = np.zeros((len(signals), *signals[0].shape), dtype=np.int16)
    for nth, now in enumerate(signals):
        rises = (now - low >= step) & (low < dark) & (way <= 0)
        falls = (high - now >= step) & (now < dark) & (way >= 0)
        changes[nth] = rises | falls
        way[rises], way[falls] = 1, -1
        high = np.where(way > 0, np.where(rises, now, np.maximum(high, now)), np.maximum(high, now))
        low = np.where(way < 0, np.where(falls, now, np.minimum(low, now)), np.minimum(low, now))
        high[falls], low[rises] = now[falls], now[rises]
    return changes

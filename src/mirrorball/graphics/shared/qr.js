// A QR code (ISO/IEC 18004): bytes, level M, versions 1 to 10. Enough for any address that fits on a screen.

const MASKS = [
  (/** @type {number} */ x, /** @type {number} */ y) => (x + y) % 2,
  (/** @type {number} */ _x, /** @type {number} */ y) => y % 2,
  (/** @type {number} */ x) => x % 3,
  (/** @type {number} */ x, /** @type {number} */ y) => (x + y) % 3,
  (/** @type {number} */ x, /** @type {number} */ y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (/** @type {number} */ x, /** @type {number} */ y) => ((x * y) % 2) + ((x * y) % 3),
  (/** @type {number} */ x, /** @type {number} */ y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (/** @type {number} */ x, /** @type {number} */ y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** For each version at level M: how many bytes correct a block, and how long the blocks of what is said are. */
const BLOCKS = [
  { correct: 10, lengths: [16] },
  { correct: 16, lengths: [28] },
  { correct: 26, lengths: [44] },
  { correct: 18, lengths: [32, 32] },
  { correct: 24, lengths: [43, 43] },
  { correct: 16, lengths: [27, 27, 27, 27] },
  { correct: 18, lengths: [31, 31, 31, 31] },
  { correct: 22, lengths: [38, 38, 39, 39] },
  { correct: 22, lengths: [36, 36, 36, 37, 37] },
  { correct: 26, lengths: [43, 43, 43, 43, 44] },
];
const CENTRES = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
const FINDER_LIKE = [0b10111010000, 0b00001011101];

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let nth = 0, power = 1; nth < 255; nth++) {
  EXP[nth] = EXP[nth + 255] = power;
  LOG[power] = nth;
  power = (power << 1) ^ (power & 0x80 ? 0x11d : 0);
}

/** @param {ArrayLike<number>} from @param {number} nth */
const at = (from, nth) => from[nth] ?? 0;

/**
 * The modules of a text, row by row, dark ones true; null if the text is too long.
 * @param {string} said @returns {boolean[][] | null}
 */
export function qr(said) {
  const bytes = new TextEncoder().encode(said);
  const version = BLOCKS.findIndex(({ lengths }, nth) => bytes.length + (nth < 9 ? 2 : 3) <= sum(lengths)) + 1;
  if (version === 0) return null;
  const stream = interleaved(written(bytes, version), version);
  let best = null;
  for (let mask = 0; mask < MASKS.length; mask++) {
    const drawn = new Grid(version).filled(stream, mask);
    const cost = penalty(drawn);
    if (best === null || cost < best.cost) best = { cost, drawn };
  }
  return best && best.drawn.map((row) => Array.from(row, Boolean));
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((one, other) => one + other, 0);
}

/** Mode, length, bytes and padding. @param {Uint8Array} bytes @param {number} version */
function written(bytes, version) {
  const room = sum(BLOCKS[version - 1]?.lengths ?? []);
  /** @type {number[]} */
  const bits = [];
  const put = (/** @type {number} */ value, /** @type {number} */ long) => {
    for (let bit = long - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, room * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room * 8; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Uint8Array.from({ length: room }, (_, nth) => bits.slice(nth * 8, nth * 8 + 8).reduce((a, b) => a * 2 + b, 0));
}

/**
 * Blocks, each with the bytes that correct it, one byte of each in turn.
 * @param {Uint8Array} said @param {number} version
 */
function interleaved(said, version) {
  const { correct, lengths } = BLOCKS[version - 1] ?? { correct: 0, lengths: [] };
  let begun = 0;
  const blocks = lengths.map((length) => said.slice(begun, (begun += length)));
  const corrections = blocks.map((block) => remainder(block, generator(correct)));
  const turns = (/** @type {Uint8Array[]} */ all) =>
    Array.from({ length: Math.max(...all.map((one) => one.length)) }, (_, nth) =>
      all.filter((one) => nth < one.length).map((one) => at(one, nth)),
    ).flat();
  return [...turns(blocks), ...turns(corrections)];
}

/** @param {number} degree */
function generator(degree) {
  let made = Uint8Array.of(1);
  for (let nth = 0; nth < degree; nth++) {
    const next = new Uint8Array(made.length + 1);
    made.forEach((factor, place) => {
      next[place] = at(next, place) ^ factor;
      next[place + 1] = at(next, place + 1) ^ times(factor, at(EXP, nth));
    });
    made = next;
  }
  return made;
}

/** @param {Uint8Array} block @param {Uint8Array} divisor */
function remainder(block, divisor) {
  const rest = new Uint8Array(block.length + divisor.length - 1);
  rest.set(block);
  for (let nth = 0; nth < block.length; nth++) {
    const factor = at(rest, nth);
    if (factor) divisor.forEach((one, place) => (rest[nth + place] = at(rest, nth + place) ^ times(one, factor)));
  }
  return rest.slice(block.length);
}

/** @param {number} one @param {number} other */
function times(one, other) {
  return one && other ? at(EXP, at(LOG, one) + at(LOG, other)) : 0;
}

class Grid {
  /** @param {number} version */
  constructor(version) {
    this.version = version;
    this.size = 17 + 4 * version;
    this.dark = Array.from({ length: this.size }, () => new Uint8Array(this.size));
    this.fixed = Array.from({ length: this.size }, () => new Uint8Array(this.size));
    this.#patterns();
  }

  /** @param {readonly number[]} stream @param {number} mask */
  filled(stream, mask) {
    this.#format(mask);
    let bit = 0;
    for (let right = this.size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step++) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.fixed[y]?.[x]) continue;
          const said = (at(stream, bit >> 3) >> (7 - (bit & 7))) & 1;
          const turned = MASKS[mask]?.(x, y) === 0 ? 1 : 0;
          this.#put(x, y, said ^ turned, false);
          bit += 1;
        }
      }
    }
    return this.dark;
  }

  /** @param {number} x @param {number} y @param {number} dark */
  #put(x, y, dark, fixed = true) {
    const [row, kept] = [this.dark[y], this.fixed[y]];
    if (!row || !kept || x < 0 || x >= this.size) return;
    row[x] = dark;
    if (fixed) kept[x] = 1;
  }

  #patterns() {
    const { size, version } = this;
    for (let nth = 0; nth < size; nth++) {
      this.#put(6, nth, (nth + 1) % 2);
      this.#put(nth, 6, (nth + 1) % 2);
    }
    for (const [x, y] of [
      [3, 3],
      [size - 4, 3],
      [3, size - 4],
    ])
      this.#rings(x ?? 0, y ?? 0, 4, [0, 1, 3]);
    const centres = CENTRES[version - 1] ?? [];
    const last = centres.length - 1;
    centres.forEach((x, column) =>
      centres.forEach((y, row) => {
        const corner =
          (column === 0 && row !== last && row === 0) ||
          (column === 0 && row === last) ||
          (column === last && row === 0);
        if (!corner) this.#rings(x, y, 2, [0, 2]);
      }),
    );
    if (version >= 7) this.#versionBits();
  }

  /**
   * @param {number} x @param {number} y @param {number} reach @param {readonly number[]} dark which rings are dark
   */
  #rings(x, y, reach, dark) {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        this.#put(x + dx, y + dy, dark.includes(ring) ? 1 : 0);
      }
    }
  }

  #versionBits() {
    let rest = this.version;
    for (let nth = 0; nth < 12; nth++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (this.version << 12) | rest;
    for (let nth = 0; nth < 18; nth++) {
      const [near, far] = [Math.floor(nth / 3), this.size - 11 + (nth % 3)];
      this.#put(far, near, (bits >> nth) & 1);
      this.#put(near, far, (bits >> nth) & 1);
    }
  }

  /** Level M is 00. @param {number} mask */
  #format(mask) {
    let rest = mask;
    for (let nth = 0; nth < 10; nth++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = ((mask << 10) | rest) ^ 0x5412;
    const bit = (/** @type {number} */ nth) => (bits >> nth) & 1;
    for (let nth = 0; nth < 6; nth++) this.#put(8, nth, bit(nth));
    this.#put(8, 7, bit(6));
    this.#put(8, 8, bit(7));
    this.#put(7, 8, bit(8));
    for (let nth = 9; nth < 15; nth++) this.#put(14 - nth, 8, bit(nth));
    for (let nth = 0; nth < 8; nth++) this.#put(this.size - 1 - nth, 8, bit(nth));
    for (let nth = 8; nth < 15; nth++) this.#put(8, this.size - 15 + nth, bit(nth));
    this.#put(8, this.size - 8, 1);
  }
}

/**
 * How hard a code is to read: runs, blocks, what looks like a corner, and too much of one colour.
 * @param {Uint8Array[]} dark
 */
function penalty(dark) {
  const size = dark.length;
  const columns = Array.from({ length: size }, (_, x) => Uint8Array.from(dark, (row) => at(row, x)));
  let cost = 0;
  for (const line of [...dark, ...columns]) {
    let run = 0;
    let seen = 0;
    line.forEach((one, nth) => {
      run = nth && one === line[nth - 1] ? run + 1 : 1;
      if (run === 5) cost += 3;
      else if (run > 5) cost += 1;
      seen = ((seen << 1) | one) & 0b11111111111;
      if (nth >= 10 && FINDER_LIKE.includes(seen)) cost += 40;
    });
  }
  for (let y = 1; y < size; y++) {
    for (let x = 1; x < size; x++) {
      const four =
        at(dark[y] ?? [], x) + at(dark[y] ?? [], x - 1) + at(dark[y - 1] ?? [], x) + at(dark[y - 1] ?? [], x - 1);
      if (four % 4 === 0) cost += 3;
    }
  }
  const share = (sum(dark.map((row) => sum([...row]))) * 100) / (size * size);
  return cost + Math.floor(Math.abs(share - 50) / 5) * 10;
}

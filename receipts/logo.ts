import { crc32, inflateSync } from 'node:zlib';

/** Longest side in pixels, and most of them in all: three times what a paper or a mail shows of a logo, and then some. */
const MOST = { side: 2_000, pixels: 1_000_000 };

/**
 * A logo that every reader can show; null for one that ends too early, is of another kind than its address says or of no
 * sensible size. Whoever sets a page or a paper leaves it out then.
 *
 * @param logo a PNG or JPEG as a data address
 */
export function shownLogo(logo: string | null): string | null {
  const [, kind = '', content = ''] = /^data:image\/(png|jpeg);base64,(.+)$/.exec(logo ?? '') ?? [];
  const bytes = Buffer.from(content, 'base64');
  const isWhole = kind === 'png' ? isWholePng(bytes) : kind === 'jpeg' && isWholeJpeg(bytes);
  return isWhole ? logo : null;
}

/** Whether there is a logo, and nobody could show it. */
export const isUnshown = (logo: string | null): boolean => logo !== null && shownLogo(logo) === null;

const isSensible = (width: number, height: number): boolean =>
  width > 0 && height > 0 && Math.max(width, height) <= MOST.side && width * height <= MOST.pixels;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHUNK = { head: 8, check: 4 };
/** Values a pixel and their possible depths, by the type of its color (https://www.w3.org/TR/png-3/#11IHDR). */
const COLORS: Readonly<Record<number, { values: number; depths: readonly number[] }>> = {
  0: { values: 1, depths: [1, 2, 4, 8, 16] },
  2: { values: 3, depths: [8, 16] },
  3: { values: 1, depths: [1, 2, 4, 8] },
  4: { values: 2, depths: [8, 16] },
  6: { values: 4, depths: [8, 16] },
};
/** Filters of a line have the numbers up to this. */
const LAST_FILTER = 4;

function isWholePng(bytes: Buffer): boolean {
  const chunks = chunksOf(bytes);
  const head = chunks[0];
  if (head?.type !== 'IHDR' || head.data.length !== 13 || chunks.at(-1)?.type !== 'IEND') return false;
  const [width, height, color] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4), head.data.readUInt8(9)];
  const depth = head.data.readUInt8(8);
  const { values, depths } = COLORS[color] ?? { values: 0, depths: [] };
  const isInterlaced = head.data.readUInt8(12) !== 0;
  // Papers and old mailboxes show an interlaced one wrongly.
  if (!isSensible(width, height) || !depths.includes(depth) || isInterlaced) return false;
  if (color === 3 && !chunks.some(({ type, data }) => type === 'PLTE' && data.length > 0 && data.length % 3 === 0))
    return false;
  const packed = Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
  return hasLines(packed, height, 1 + Math.ceil((width * values * depth) / 8));
}

/** The chunks up to the first that is broken. */
function chunksOf(bytes: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return chunks;
  for (let at = SIGNATURE.length; at + CHUNK.head + CHUNK.check <= bytes.length; ) {
    const end = at + CHUNK.head + bytes.readUInt32BE(at);
    if (end + CHUNK.check > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) break;
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + CHUNK.head),
      data: bytes.subarray(at + CHUNK.head, end),
    });
    at = end + CHUNK.check;
  }
  return chunks;
}

/** Whether the pixels are all there, line by line, each with a filter that exists. */
function hasLines(packed: Buffer, height: number, line: number): boolean {
  try {
    const pixels = inflateSync(packed, { maxOutputLength: height * line });
    if (pixels.length !== height * line) return false;
    return Array.from({ length: height }, (_, row) => pixels[row * line] ?? 255).every(
      (filter) => filter <= LAST_FILTER,
    );
  } catch {
    return false;
  }
}

/** Markers of a JPEG (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.3): a frame of the kinds that all readers know. */
const START = 0xffd8;
const FRAMES: readonly number[] = [0xffc0, 0xffc1, 0xffc2];
const SCAN = 0xffda;
const END = Buffer.from([0xff, 0xd9]);

function isWholeJpeg(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== START) return false;
  let isFramed = false;
  for (let at = 2; at + 4 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker === SCAN) return isFramed && bytes.lastIndexOf(END) > at;
    if (marker < 0xffc0 || at + 2 + bytes.readUInt16BE(at + 2) > bytes.length) return false;
    if (FRAMES.includes(marker)) isFramed = isFrame(bytes.subarray(at + 4));
  }
  return false;
}

/** Eight bits a value, in gray or color. */
const isFrame = (frame: Buffer): boolean =>
  frame.length >= 6 &&
  frame.readUInt8(0) === 8 &&
  isSensible(frame.readUInt16BE(3), frame.readUInt16BE(1)) &&
  [1, 3].includes(frame.readUInt8(5));

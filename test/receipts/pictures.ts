import { crc32, deflateSync } from 'node:zlib';

interface PngParts {
  width?: number;
  height?: number;
  /** Of the color, e.g. 2 for red, green and blue. */
  type?: number;
  /** Lines that are really there. */
  lines?: number;
  isInterlaced?: boolean;
  /** Bytes of a comment, to make it as large as one wants. */
  comment?: number;
}

const VALUES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** A PNG of eight bits a value, all black. */
export function aPng({
  width = 4,
  height = 3,
  type = 2,
  lines = height,
  isInterlaced = false,
  comment = 0,
}: PngParts = {}) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, type, 0, 0, isInterlaced ? 1 : 0], 8);
  const pixels = Buffer.alloc(lines * (1 + width * (VALUES[type] ?? 1)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...(comment === 0 ? [] : [chunk('tEXt', Buffer.alloc(comment, 'a'))]),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

export const asAddress = (picture: Buffer, kind: 'png' | 'jpeg' = 'png'): string =>
  `data:image/${kind};base64,${picture.toString('base64')}`;

/** As large as the settings take one. */
export const LARGEST_LOGO = asAddress(aPng({ comment: 12_150 }));

/** One gray point: quantization, a frame of one by one, two tables of codes, a scan. */
export const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  Buffer.from([0xff, 0xdb, 0, 67, 0]),
  Buffer.alloc(64, 0xff),
  Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
  ...[0x00, 0x10].map((table) => Buffer.concat([Buffer.from([0xff, 0xc4, 0, 20, table, 1]), Buffer.alloc(16)])),
  Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]),
  Buffer.from([0x3f, 0xff, 0xd9]),
]);

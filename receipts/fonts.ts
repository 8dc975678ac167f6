import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { Fonts } from './tagged-paper';

let unpackedOnce: Fonts | undefined;

/** The fonts of our papers: both cover Latin, Greek and Cyrillic, as those that every PDF reader has do not. Read once a process. */
export function papersFonts(): Fonts {
  unpackedOnce ??= {
    regular: unpacked(readFileSync(require.resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff'))),
    bold: unpacked(readFileSync(require.resolve('roboto-fontface/fonts/roboto/Roboto-Medium.woff'))),
  };
  return unpackedOnce;
}

const WOFF = { header: 44, entry: 20 };
const SFNT = { header: 12, entry: 16 };

/**
 * A WOFF 1.0 file as the font that is packed in it (https://www.w3.org/TR/WOFF/). The library would unpack a table again for
 * each glyph that it looks up, which takes a second and a half a receipt.
 */
function unpacked(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(SFNT.header + count * SFNT.entry);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const tables: Buffer[] = [];
  let offset = head.length;
  for (let index = 0; index < count; index += 1) {
    const entry = woff.subarray(WOFF.header + index * WOFF.entry);
    const table = tableOf(woff, entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12));
    const place = SFNT.header + index * SFNT.entry;
    entry.copy(head, place, 0, 4);
    entry.copy(head, place + 4, 16, 20);
    head.writeUInt32BE(offset, place + 8);
    head.writeUInt32BE(table.length, place + 12);
    const padded = Buffer.alloc(Math.ceil(table.length / 4) * 4);
    table.copy(padded);
    tables.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([head, ...tables]);
}

/** A table that would not have become smaller is not packed. */
function tableOf(woff: Buffer, offset: number, packedLength: number, length: number): Buffer {
  const bytes = woff.subarray(offset, offset + packedLength);
  return packedLength === length ? bytes : inflateSync(bytes);
}

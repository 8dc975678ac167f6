/** The sandbox of a workflow looks each global up through an interceptor, which in this loop would cost more than the hash. */
const { imul } = Math;

/**
 * A short digest of a text, 16 hexadecimal digits: two lanes of MurmurHash3's mixing, because the sandbox of a workflow has
 * no cryptography. It tells two states apart that differ by accident; it does not withstand somebody who looks for two
 * texts with the same one.
 */
export function digestOf(text: string): string {
  let one = 0x9747b28c;
  let other = 0x3c6ef372;
  for (let at = 0; at < text.length; at += 1) {
    const mixed = imul(text.charCodeAt(at), 0xcc9e2d51);
    one = imul(one ^ mixed, 0x1b873593);
    one = (one << 13) | (one >>> 19);
    other = imul(other ^ ((mixed << 15) | (mixed >>> 17)), 0x85ebca6b);
    other = (other << 11) | (other >>> 21);
  }
  return finished(one ^ text.length) + finished(other ^ text.length);
}

function finished(hash: number): string {
  let mixed = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0).toString(16).padStart(8, '0');
}

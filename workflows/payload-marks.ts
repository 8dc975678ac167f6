/**
 * How the codec tells the payload converter how a payload came: a codec sees what is on the wire and not what it is for, and the
 * converter the other way round. None of this is ever written.
 */

/** Metadata of a payload that has been decoded. */
export const CAME = 'avenant-came';

/** `clear`: not sealed, where everything that is sent has to be. */
export type Came = 'sealed' | 'clear';

/** In place of the encoding of a payload that could not be opened; its data says why, see `Unreadable`. Whoever sends it has made it up. */
export const UNREADABLE = 'binary/unreadable';

/** What is wrong with a payload. A key that is missing may come back; what is not genuine, or is none at all, stays so. */
export type Unreadable = { because: 'key_unknown' | 'not_genuine'; keyId: string } | { because: 'malformed' };

/** What to do about it, for whoever looks after the ring and for whoever has sent it. */
export function unreadableWords(unreadable: Unreadable): string {
  if (unreadable.because === 'malformed') {
    return 'The payload is none that can be read. Send JSON (encoding json/plain), sealed as docs/encryption.md says where payloads are encrypted.';
  }
  const { because, keyId } = unreadable;
  return because === 'key_unknown'
    ? `The payload is sealed with the key ${keyId}, which is not in AVENANT_KEY_RING. Put it back: what waits for it goes on by itself.`
    : `The payload does not open with the key ${keyId} of this tenant, or was sealed for another workflow. Seal it with the key that was made for this tenant, under the id of this very workflow.`;
}

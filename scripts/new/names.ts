/** "weighParcel" → "weigh-parcel" */
export const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** "weighParcel" → "WeighParcel" */
export const capitalised = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** "weighParcel" → "weigh parcel" */
export const spaced = (name: string): string => kebab(name).replaceAll('-', ' ');

/** @throws Error when the text is no name in this form */
export function required(text: string | undefined, form: RegExp, what: string): string {
  if (text !== undefined && form.test(text)) return text;
  throw new Error(`${what}, not “${text ?? ''}”`);
}

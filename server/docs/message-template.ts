import {
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';

/** A message in ICU syntax as a sentence about nothing in particular: facts by name, of its choices the general one. */
export const templateOf = (message: string): string => written(parse(message), '');

function written(elements: readonly MessageFormatElement[], counted: string): string {
  return elements
    .map((element) => {
      if (isLiteralElement(element)) return element.value;
      if (isPoundElement(element)) return `{${counted}}`;
      if (isTagElement(element)) return written(element.children, counted);
      if (isPluralElement(element) || isSelectElement(element))
        return written(element.options.other?.value ?? [], isPluralElement(element) ? element.value : counted);
      return `{${element.value}}`;
    })
    .join('');
}

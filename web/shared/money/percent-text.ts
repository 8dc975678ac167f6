import { writtenPercent } from '../../../billing/explanation/writing';
import type { Schemas } from '../api/api-types';
import type { Language } from '../words/languages';

/** "20 %" or "5.5%", as the language writes it. */
export const percentText = (percent: Schemas['Percent'], language: Language): string =>
  writtenPercent(language, percent);

import { FORMS, formed } from './forms';

/** Whether a text can be an id of ours at all. */
export const isId = (text: string): boolean => FORMS.id.test(text);

export const IdSchema = formed('id').meta({ id: 'Id', description: 'Letters, digits, "_" and "-", at most 64.' });

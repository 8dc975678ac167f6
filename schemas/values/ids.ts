import { FORMS, formed } from './forms';

/** Whether a text can be an id of ours at all. */
export const isId = (text: string): boolean => FORMS.id.test(text);

/** Names a billed line; an order of ours gives its lines names of several ids. */
export const LineIdSchema = formed('lineId').meta({
  id: 'LineId',
  description: 'Letters, digits, "_", "-" and ":", at most 256.',
});

export const IdSchema = formed('id').meta({ id: 'Id', description: 'Letters, digits, "_" and "-", at most 64.' });

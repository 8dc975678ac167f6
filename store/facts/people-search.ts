/** The part of somebody that they are found by. */
interface Findable {
  personId: string;
  name: string | null;
  mailAddress: string | null;
}

/** Whether somebody is found by a text: in their id, name or address, whatever its case and accents. */
export const isFoundBy = (person: Findable, sought: string): boolean => searchTextOf(person).includes(folded(sought));

/** What is kept beside somebody, so that the database finds them. */
export const searchTextOf = ({ personId, name, mailAddress }: Findable): string =>
  folded([personId, name ?? '', mailAddress ?? ''].join('\n'));

/** The expression that finds a text and nothing else. */
export const patternOf = (sought: string): string => folded(sought).replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

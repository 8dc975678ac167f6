import { z } from 'zod';
import { FORMS, inForm } from './forms';

/** A day of the account's zone, "YYYY-MM-DD"; days that no calendar has are refused. */
export const CivilDateSchema = z.iso.date().meta({ id: 'CivilDate', example: '2026-03-12' });

/** RFC 3339 in UTC. */
export const InstantSchema = z.iso.datetime().meta({ id: 'Instant', example: '2026-03-12T09:30:00Z' });

export const TimeZoneSchema = z
  .string()
  .max(64)
  .check(inForm('timeZone'))
  .refine(isKnownZone, { error: 'form.timeZone' })
  .meta({ id: 'TimeZone', description: 'IANA time zone.', example: 'Europe/Paris' });

/** The periods that follow must have dates of four-digit years as well. */
const FIRST_DAY_TOO_FAR = '9000-01-01';

/** A period [start, end): `end` is the first day of the next one. */
export const PeriodSchema = z
  .strictObject({ start: CivilDateSchema, end: CivilDateSchema })
  .refine(({ start, end }) => start < end, { path: ['end'], error: 'field.endAfterStart' })
  .refine(({ end }) => end < FIRST_DAY_TOO_FAR, { path: ['end'], error: `end < ${FIRST_DAY_TOO_FAR}` })
  .meta({ id: 'Period' });

/** Asking the runtime costs as much as pricing a change, and the zones asked for are few. */
const knownZones = new Set<string>();
const MOST_ZONES = 1_000;

function isKnownZone(zone: string): boolean {
  if (knownZones.has(zone)) return true;
  try {
    const isKnown = FORMS.timeZone.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
    if (isKnown && knownZones.size < MOST_ZONES) knownZones.add(zone);
    return isKnown;
  } catch {
    return false;
  }
}

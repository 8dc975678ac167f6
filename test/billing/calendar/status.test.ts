import { statusOn } from '../../../billing/calendar/status';
import type { Subscription } from '../../../billing/facts/types';
import { aSubscription } from '../samples';

const statusesOn = (facts: Partial<Subscription>, ...days: string[]): string[] =>
  days.map((day) => statusOn(aSubscription(facts), day));

describe('the status of a subscription on a day', () => {
  it('an end that is set counts from its first day on, which is the first without the subscription', () => {
    expect(statusesOn({ endsOn: '2023-07-01' }, '2023-06-30', '2023-07-01')).toEqual(['active', 'ended']);
    expect(statusesOn({ status: 'trial', endsOn: '2023-07-01' }, '2023-06-30', '2023-07-01')).toEqual([
      'trial',
      'ended',
    ]);
  });

  it('a pause that is set counts from its first day to the one on which the subscription goes on', () => {
    const pause = { pausesOn: '2023-06-15', resumesOn: '2023-06-20' };
    expect(statusesOn(pause, '2023-06-14', '2023-06-15', '2023-06-19', '2023-06-20')).toEqual([
      'active',
      'paused',
      'paused',
      'active',
    ]);
    expect(statusesOn({ pausesOn: '2023-06-15' }, '2024-06-15')).toEqual(['paused']);
  });

  it('a pause that the system of record tells of lasts until it says otherwise, because only it knows the period afterwards', () => {
    expect(statusesOn({ status: 'paused', resumesOn: '2023-06-20' }, '2023-06-19', '2023-06-20')).toEqual([
      'paused',
      'paused',
    ]);
  });

  it('an end of a subscription that is paused counts as well, and a trial that has expired stays what it is', () => {
    expect(statusesOn({ status: 'paused', endsOn: '2023-06-20' }, '2023-06-20')).toEqual(['ended']);
    expect(statusesOn({ status: 'trial_expired', endsOn: '2023-06-20' }, '2023-06-20')).toEqual(['trial_expired']);
  });
});

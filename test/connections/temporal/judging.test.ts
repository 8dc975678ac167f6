import { warningsOf } from '../../../connections/temporal/judging';

const DAY_SECONDS = 86_400;
/** As the server 1.31.2 answers. */
const LIMITS = { blobSizeLimitError: 2_097_152, memoSizeLimitError: 2_097_152 };
const kept = (days: number) => ({ workflowExecutionRetentionTtl: { seconds: days * DAY_SECONDS, nanos: 0 } });

describe('what should be known of a namespace', () => {
  it('a server that reports its limits and keeps what has ended needs no word', () => {
    expect(warningsOf({ namespaceInfo: { limits: LIMITS }, config: kept(30) })).toEqual([]);
    expect(warningsOf({ namespaceInfo: { limits: LIMITS }, config: kept(7) })).toEqual([]);
  });

  it.each([[{ limits: null }], [{}], [null]])('a server that reports no limits is told of: %j', (namespaceInfo) => {
    expect(warningsOf({ namespaceInfo, config: kept(30) })).toEqual([expect.stringContaining('report its limits')]);
  });

  it('a namespace that soon forgets what has ended is told of, with the command that mends it', () => {
    const said = (days: number) => warningsOf({ namespaceInfo: { limits: LIMITS }, config: kept(days) });
    expect(said(3)).toEqual([expect.stringMatching(/after 3 days: .* --retention 30d/)]);
    expect(said(1)).toEqual([expect.stringContaining('after 1 day:')]);
  });

  it('nothing is made up of a namespace that does not say how long it keeps what has ended', () => {
    expect(warningsOf({ namespaceInfo: { limits: LIMITS }, config: null })).toEqual([]);
  });
});

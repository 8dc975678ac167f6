import { readNotes } from '../../scripts/release/notes';

describe('the notes of a release', () => {
  it('notes tell the newest release first, how to upgrade and whether one can roll back', () => {
    const changelog = [
      '# Changelog',
      '## 0.4.0',
      'Roll back: not possible, because orders know a new step.',
      '### Upgrading',
      'Promote it.',
      '## 0.3.0 (2027-01-02)',
      'Roll back: safe.',
      '## 0.2.0',
      '- The first one.',
    ].join('\n\n');
    expect(readNotes(changelog)).toEqual([
      { version: '0.4.0', rollsBack: false, tellsUpgrade: true },
      { version: '0.3.0', rollsBack: true, tellsUpgrade: false },
      { version: '0.2.0', rollsBack: null, tellsUpgrade: false },
    ]);
  });
});

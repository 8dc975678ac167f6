import { renameLines, renameStanzas } from '../../dev/embedded/apt-sources';

it('the sources keep the mirror and the key of a stanza, and only the suite itself', () => {
  const text = [
    '# a comment',
    'Types: deb',
    'URIs: https://mirror.example/debian',
    'Suites: bookworm bookworm-updates',
    'Components: main',
    'Signed-By: /usr/share/keyrings/debian.gpg',
    '',
    'Types: deb',
    'URIs: https://mirror.example/debian-security',
    'Suites: bookworm-security',
    'Components: main',
    '',
  ].join('\n');
  expect(renameStanzas(text, 'bookworm', 'trixie')).toBe(
    [
      'Types: deb',
      'URIs: https://mirror.example/debian',
      'Suites: trixie',
      'Components: main',
      'Signed-By: /usr/share/keyrings/debian.gpg',
    ].join('\n'),
  );
});

it('the sources of the older format have their lines renamed, and other suites and source packages dropped', () => {
  const text = [
    'deb [signed-by=/usr/share/keyrings/debian.gpg arch=amd64] https://mirror.example/debian bookworm main contrib',
    'deb https://mirror.example/debian-security bookworm-security main',
    'deb-src https://mirror.example/debian bookworm main',
    '# deb https://mirror.example/debian bookworm main',
  ].join('\n');
  expect(renameLines(text, 'bookworm', 'trixie')).toBe(
    'deb [signed-by=/usr/share/keyrings/debian.gpg arch=amd64] https://mirror.example/debian trixie main contrib',
  );
});

it('the sources are empty where the machine has another release', () => {
  expect(renameStanzas('Types: deb\nSuites: noble\n', 'bookworm', 'trixie')).toBe('');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { helpOf, OVERVIEW } from '../../commands/help';
import { COMMANDS } from '../../commands/table';

const PAGE = join(__dirname, '..', '..', 'docs', 'commands.md');
const HELP = /^```text\n[\s\S]*?\n```$/m;

/**
 * docs/commands.md: its words are written by hand, and the help in it is that of the commands.
 *
 * @throws Error where a command has no section, or a section no place for its help
 */
export function commandsPage(page = readFileSync(PAGE, 'utf8')): string {
  const [introduction = '', ...sections] = page.split(/^(?=## )/m);
  const helps = new Map(COMMANDS.map((command) => [`## avenant ${command.name}\n`, helpOf(command)]));
  const titles = sections.map((section) => section.slice(0, section.indexOf('\n') + 1));
  const untold = [...helps.keys()].find((title) => !titles.includes(title));
  if (untold !== undefined) throw new Error(`docs/commands.md has no section "${untold.trim()}".`);
  const told = sections.map((section, index) => withHelp(section, helps.get(titles[index] ?? '')));
  return [withHelp(introduction, OVERVIEW), ...told].join('');
}

function withHelp(section: string, help: string | undefined): string {
  if (help === undefined) return section;
  if (!HELP.test(section)) throw new Error(`No \`\`\`text stands below ${section.split('\n')[0]}.`);
  return section.replace(HELP, () => `\`\`\`text\n${help}\n\`\`\``);
}

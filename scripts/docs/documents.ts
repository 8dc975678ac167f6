import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { observeDocuments } from '../../deploy/observe/documents';
import { chartOf } from '../../machines/picture/chart';
import { flowOf } from '../../machines/picture/flow';
import { seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { eventTable } from '../diagram/event-table';
import { toMermaid } from '../diagram/mermaid';
import { toPicture } from '../diagram/svg';
import { wayTable } from '../diagram/way-table';
import { apiTypesFile } from './api-types';
import { chartFiles, chartWords } from './chart-files';
import { commandsPage } from './commands-page';
import { observePage } from './observe-page';
import { openApiFile } from './openapi';
import { patiencePage } from './patience-page';
import { policiesPage } from './policies-page';
import { quoteFormatPage } from './quote-format';
import { rolesPage } from './roles-page';
import { runbookPage } from './runbook-page';
import { settingsPage } from './settings-page';
import { variablesPage } from './variables-page';

/** The documents that are made from code: where each lies, and its text. */
export const documents = (): Record<string, string> => ({
  'docs/generated/subscription-change.mmd': toMermaid(flowOf(subscriptionChangeMachine, 2)),
  'docs/generated/subscription-change.svg': toPicture(
    chartOf(subscriptionChangeMachine),
    chartWords(subscriptionChangeMachine, 'en'),
  ),
  'docs/generated/subscription-change.md': wayTable(
    chartOf(subscriptionChangeMachine),
    chartWords(subscriptionChangeMachine, 'en'),
  ),
  'docs/generated/seat-follow-up.mmd': toMermaid(flowOf(seatFollowUpMachine, 2)),
  'docs/commands.md': commandsPage(),
  'docs/generated/events.md': eventTable(),
  'docs/generated/openapi.json': openApiFile(),
  'docs/observe.md': observePage(),
  'docs/patience.md': patiencePage(),
  'docs/policies.md': policiesPage(),
  'docs/quote-format.md': quoteFormatPage(),
  'docs/roles.md': rolesPage(),
  'docs/settings.md': settingsPage(),
  'docs/variables.md': variablesPage(),
  'docs/support-runbook.md': runbookPage('en'),
  'docs/support-runbook.fr.md': runbookPage('fr'),
  ...observeDocuments(),
  'web/shared/api/api-types.ts': apiTypesFile(),
  ...chartFiles(subscriptionChangeMachine),
});

/** @returns those that are not, or not so, under this root */
export const staleDocuments = (root: string): [path: string, text: string][] =>
  Object.entries(documents()).filter(([path, text]) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });

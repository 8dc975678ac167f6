import { Page } from '../shared/ui/page';

export function Styleguide() {
  return <Page title="Styleguide">…</Page>;
}

/** How Grafana writes a value. */
type Unit = 's' | 'reqps' | 'short' | 'percentunit' | 'bytes' | 'dateTimeFromNow' | 'ops';

export interface Panel {
  title: string;
  unit: Unit;
  kind?: 'timeseries' | 'stat';
  /** PromQL, and what a line of it is called. */
  queries: readonly (readonly [expr: string, legend: string])[];
  /** Says what a reader cannot see. */
  description?: string;
}

export interface Dashboard {
  uid: string;
  title: string;
  panels: readonly Panel[];
}

/** Grafana divides its width by 24. */
const WIDTH = 24;
const ACROSS = 3;
const HEIGHT = 8;
const SOURCE = { type: 'prometheus', uid: '$datasource' };

/** A dashboard as Grafana imports it; whoever imports it chooses the Prometheus. */
export function grafanaJson({ uid, title, panels }: Dashboard): string {
  const width = WIDTH / ACROSS;
  const model = {
    uid,
    title,
    tags: ['avenant'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }] },
    panels: panels.map(({ title: name, unit, kind = 'timeseries', queries, description = '' }, index) => ({
      id: index + 1,
      title: name,
      description,
      type: kind,
      datasource: SOURCE,
      gridPos: { x: (index % ACROSS) * width, y: Math.floor(index / ACROSS) * HEIGHT, w: width, h: HEIGHT },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      options: kind === 'stat' ? { reduceOptions: { calcs: ['lastNotNull'] } } : { tooltip: { mode: 'multi' } },
      targets: queries.map(([expr, legendFormat], place) => ({
        refId: String.fromCharCode('A'.charCodeAt(0) + place),
        datasource: SOURCE,
        expr,
        legendFormat,
      })),
    })),
  };
  return `${JSON.stringify(model, null, 2)}\n`;
}

/** Quantiles of a histogram in seconds. */
export function quantiles(metric: string, by: string, where = ''): Panel['queries'] {
  const labels = by === '' ? 'le' : `le, ${by}`;
  const legend = by === '' ? '' : ` {{${by}}}`;
  return [0.5, 0.99].map((quantile) => [
    `histogram_quantile(${quantile}, sum by (${labels}) (rate(${metric}_bucket${where}[5m])))`,
    `p${quantile * 100}${legend}`,
  ]);
}

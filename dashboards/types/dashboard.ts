import type { AnnotationQuery, Dashboard, DataQuery, Panel } from '@grafana/schema';

// A JSON literal has texts where the schema has enums of texts.
type Json<T> = T extends string ? `${T}` : T extends (infer E)[] ? Json<E>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

// What Grafana's Prometheus source reads of a query; the schema leaves queries to their data source.
interface PrometheusQuery extends DataQuery {
  expr: string;
  legendFormat?: string;
  format?: 'time_series' | 'table' | 'heatmap';
  instant?: boolean;
  range?: boolean;
  exemplar?: boolean;
  interval?: string;
}

interface PrometheusAnnotation extends AnnotationQuery<PrometheusQuery> {
  target: PrometheusQuery;
  titleFormat?: string;
  textFormat?: string;
}

interface PrometheusPanel extends Omit<Panel, 'targets'> {
  targets: PrometheusQuery[];
}

interface PrometheusDashboard extends Omit<Dashboard, 'annotations' | 'panels'> {
  annotations: { list: PrometheusAnnotation[] };
  panels: PrometheusPanel[];
}

export type DashboardJson = Json<PrometheusDashboard>;

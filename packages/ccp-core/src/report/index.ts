export { formatError, type FormatErrorOptions } from './format-error.ts';
export { createReporter, type ReporterOptions, type ReportFormat } from './reporter.ts';
export type { Reporter, ReportStream } from './stream.ts';

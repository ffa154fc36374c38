export { formatError, type FormatErrorOptions } from './format-error.ts';
export { createReporter, type ReporterOptions, type ReportFormat, type Verbosity } from './reporter.ts';
export { openLogFile, type LogFile } from './log-file.ts';
export { createScreen, type Screen } from './screen.ts';
export type { Reporter, ReportStream } from './stream.ts';

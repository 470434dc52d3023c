import type { IngestProgress } from '../index.ts';
import type { Effects } from './effects.ts';

/** `json` by option; otherwise a line on a terminal, and nothing elsewhere. */
export interface ProgressOptions {
  readonly progress: boolean | 'json';
  readonly quiet?: boolean;
}

/** Shows how far an ingest has come, on standard error. */
export interface ProgressDisplay {
  show(progress: IngestProgress): void;
  /** Takes away what must not stand before other output. */
  end(): void;
}

const LINE_EVERY_MS = 100;
const JSON_EVERY_MS = 1000;
const CLEAR_LINE = '\r\u001b[K';

export function progressDisplay(effects: Effects, { progress, quiet }: ProgressOptions): ProgressDisplay {
  if (progress === 'json') return jsonLines(effects);
  return progress && !quiet && effects.stderr.isTTY === true ? terminalLine(effects) : SILENT;
}

const SILENT: ProgressDisplay = { show: () => undefined, end: () => undefined };

/** One line, rewritten at most ten times a second. */
function terminalLine(effects: Effects): ProgressDisplay {
  const isDue = every(LINE_EVERY_MS);
  return {
    show(progress) {
      if (isDue(progress)) effects.stderr.write(`${CLEAR_LINE}${progressText(progress)}`);
    },
    end: () => void effects.stderr.write(CLEAR_LINE),
  };
}

/** A JSON object per line, each second and at the end. */
function jsonLines(effects: Effects): ProgressDisplay {
  const isDue = every(JSON_EVERY_MS);
  let last: IngestProgress | null = null;
  const write = (progress: IngestProgress) => {
    effects.stderr.write(`${JSON.stringify({ ...progress, ...pace(progress) })}\n`);
  };
  return {
    show(progress) {
      last = progress;
      if (isDue(progress)) write(progress);
    },
    end() {
      if (last) write(last);
      last = null;
    },
  };
}

function every(milliseconds: number): (progress: IngestProgress) => boolean {
  let next = 0;
  return ({ seconds }) => {
    if (seconds < next) return false;
    next = seconds + milliseconds / 1000;
    return true;
  };
}

/** Records a second so far, and the seconds that the rest may take; null where the size is unknown. */
export function pace({ records, seconds, bytesRead, bytesTotal }: IngestProgress): {
  readonly recordsPerSecond: number;
  readonly secondsLeft: number | null;
} {
  const isKnown = bytesTotal !== null && bytesRead > 0;
  return {
    recordsPerSecond: seconds > 0 ? Math.round(records / seconds) : 0,
    secondsLeft: isKnown ? Math.round((seconds * Math.max(0, bytesTotal - bytesRead)) / bytesRead) : null,
  };
}

/** `12/288 objects, 34.1 of 114.8 MB, 1 250 000 records, 640 000/s, 0:12 left` */
export function progressText(progress: IngestProgress): string {
  const { objectsDone, objectsTotal, bytesRead, bytesTotal, records } = progress;
  const { recordsPerSecond, secondsLeft } = pace(progress);
  const bytes =
    bytesTotal === null ? megabytes(bytesRead) : `${megabytes(bytesRead)} of ${megabytes(bytesTotal)}`;
  return [
    `${objectsDone}/${objectsTotal} objects`,
    `${bytes} MB`,
    `${grouped(records)} records`,
    `${grouped(recordsPerSecond)}/s`,
    ...(secondsLeft === null ? [] : [`${clock(secondsLeft)} left`]),
  ].join(', ');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ' ');
}

function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

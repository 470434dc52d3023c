import type { DailyReport } from '../daily/document/daily-report.ts';
import type { Chapter, ChapterOptions } from './daily-chapter.ts';
import { costChapter } from './daily-cost-words.ts';
import { exposureChapter } from './daily-exposure-words.ts';
import { anomalyChapter, logChapter, notToldChapter } from './daily-log-words.ts';
import { oneWayChapter, refusedChapter } from './daily-refused-words.ts';
import { newsChapter, trafficChapter } from './daily-traffic-words.ts';

/** The whole report in words, what to look at first in front. Sections that cannot be told are named at the end. */
export function chapters(report: DailyReport, options: ChapterOptions): readonly Chapter[] {
  const { refused, oneWay, anomalies, exposure, costs, traffic, news, completeness } = report;
  const found = [
    refused && refusedChapter(refused, options),
    oneWay && oneWayChapter(oneWay, options),
    anomalyChapter(anomalies, options),
    exposure && exposureChapter(exposure, options),
    costs && costChapter(costs, options),
    traffic && trafficChapter(traffic, options),
    news && newsChapter(news, options),
    logChapter(completeness, options),
    notToldChapter(report),
  ];
  return found.filter((chapter) => chapter !== null);
}

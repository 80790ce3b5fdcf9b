import { type Span, Timeline } from '../src/crawl/timeline.ts'

/** The timeline of a crawl that sent these requests. */
export function timelineOf(spans: readonly Span[]): Timeline {
  const timeline = new Timeline()
  const events = spans.flatMap((span) => [
    { at: span.began, tell: () => timeline.begin(span.began) },
    { at: span.ended, tell: () => timeline.end(span) },
  ])
  for (const { tell } of events.sort((a, b) => a.at - b.at)) tell()
  return timeline
}

/** Two watchers of one run: the report that is printed, and the recording that is written. */

import type { Runnable } from '@acoro/core/lowlevel'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import type { Kind } from '../order/order.ts'
import type { Watcher } from '../order/runs.ts'
import { Recorder } from './recorder.ts'
import { Report } from './report.ts'

export class ReportAndRecording implements Watcher {
  readonly report: Report
  readonly recorder: Recorder

  constructor(loop: VirtualLoop) {
    this.report = new Report(loop)
    this.recorder = new Recorder(loop, this.report.names, true)
  }

  // The report comes first each time: it numbers the tasks.

  stepped(next: Runnable): void {
    this.report.stepped(next)
    this.recorder.stepped(next)
  }

  picked(candidates: readonly Runnable[], picked: number, kind: Kind): void {
    this.report.picked(candidates, picked, kind)
    this.recorder.picked(candidates, picked, kind)
  }

  drawn(kind: Kind, what: string | Runnable, drawn: number): void {
    this.report.drawn(kind, what, drawn)
    this.recorder.drawn(kind, what, drawn)
  }

  ended(): void {
    this.recorder.ended()
    this.report.ended()
  }
}

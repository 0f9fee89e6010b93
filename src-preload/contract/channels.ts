import type { AnswerProgress } from './answer'
import type { Download } from './download'
import type { RouteName } from './routes'
import type { RunProgress } from './run'

/**
 * One kind of thing that goes on by itself: `NAME` is told step by step as the event `NAME.progress`, and ended before its
 * time by the request `cancel`.
 */
interface Channel<Progress, Cancel extends RouteName> {
  readonly progress: Progress
  readonly cancel: Cancel
}

export interface Channels {
  readonly run: Channel<RunProgress, 'runs.cancel'>
  readonly download: Channel<Download, 'downloads.cancel'>
  readonly answer: Channel<AnswerProgress, 'answers.cancel'>
}

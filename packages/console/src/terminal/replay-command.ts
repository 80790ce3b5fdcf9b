/**
 * `acoro replay FILE [STEP]`: steps of a failing order, or of a recorded run, without running the program.
 */

import { readFileSync, statSync } from 'node:fs'
import { ConsoleError } from '../base/console-error.ts'
import { cutText, escapedText } from '../base/shown-text.ts'
import { OrderPlayer } from '../order/order-player.ts'
import { MOST_ORDER_TEXT, readOrder } from '../order/read-order.ts'
import { orderText, stateText } from '../text/order-text.ts'
import type { Output } from './output.ts'

const USAGE = `usage: acoro replay FILE [STEP]   the steps of a recorded order; with STEP, the state before that one`

/**
 * Prints the steps, or the state before one of them. Returns the exit code: 1 for a file that is none, 2 for
 * wrong arguments.
 */
export function replayCommand(argv: readonly string[], { out, error }: Output): number {
  const [file, step, ...rest] = argv
  if (file === undefined || rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,8}$/.test(step))) {
    error(
      `Expected the file of an order, and the number of a step from 1 on, got '${shown(argv.join(' '))}'\n\n${USAGE}`,
    )
    return 2
  }
  try {
    const order = readOrder(textOf(file))
    if (step === undefined) out(orderText(order))
    else {
      const player = new OrderPlayer(order)
      player.goTo(Number(step) - 1)
      out(stateText(player))
    }
    return 0
  } catch (failure) {
    if (!(failure instanceof ConsoleError)) throw failure
    error(failure.message)
    return 1
  }
}

function textOf(file: string): string {
  try {
    const { size } = statSync(file)
    // A character may take four bytes.
    if (size > 4 * MOST_ORDER_TEXT) throw new Error(`it has ${size} bytes`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConsoleError(
      `Expected the file of an order, ${shown(file)} cannot be read: ${shown(String(error))}`,
    )
  }
}

function shown(text: string): string {
  return escapedText(cutText(text))
}

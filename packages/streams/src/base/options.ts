/** What all options are checked for before anything is begun. */

import { describeValue } from '@acoro/core/lowlevel'

export function checkObject(options: unknown, what: string): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected options ${what}, an object, got ${describeValue(options)}`)
  }
}

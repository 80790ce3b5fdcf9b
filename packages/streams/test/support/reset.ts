// What a connection ends with that the other side has reset while this one was writing.

import { ConnectionError, ConnectionResetError } from '@acoro/streams'
import { isOn } from '../../../../scripts/runtimes/only-on.ts'

/**
 * The kernel tells of a reset once, and of a broken pipe after that. Deno reads and writes at the same time:
 * if the read is told of the reset, the write may report its broken pipe first.
 */
export const ResetError: typeof ConnectionError = isOn('exceptDeno') ? ConnectionResetError : ConnectionError

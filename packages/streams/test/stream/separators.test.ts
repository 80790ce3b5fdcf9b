import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { ByteQueue } from '../../src/base/byte-queue.ts'
import { SeparatorSearch, Separators } from '../../src/stream/separators.ts'
import { bytes } from '../support/text.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** The length of the first message of `data`, found by looking at every end there is. */
function expected(data: string, separators: readonly string[]): number | undefined {
  for (let end = 1; end <= data.length; end++) {
    if (separators.some((separator) => data.slice(0, end).endsWith(separator))) return end
  }
  return undefined
}

it('the first of several separators is found, wherever the chunks end (against a search of every end)', () => {
  const alphabet = fc.constantFrom('a', 'b', 'c')
  const text = (maxLength: number) => fc.array(alphabet, { maxLength }).map((letters) => letters.join(''))
  const separator = fc.array(alphabet, { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''))
  fc.assert(
    fc.property(
      fc.array(separator, { minLength: 1, maxLength: 4 }),
      fc.array(text(9)),
      (separators, chunks) => {
        const search = new SeparatorSearch(new Separators(separators))
        const queue = new ByteQueue()
        let all = 'd'.repeat(250)
        queue.append(bytes(all))
        for (const chunk of chunks) {
          queue.append(bytes(chunk))
          all += chunk
          const found = search.find(queue, 10_000)
          expect(found).toBe(expected(all, separators))
          if (found !== undefined) return
        }
      },
    ),
  )
})

it('a separator that never comes does not cost a look at everything for each message', () => {
  const looked = (lines: number): number => {
    let sum = 0
    const indexOf = ByteQueue.prototype.indexOf
    vi.spyOn(ByteQueue.prototype, 'indexOf').mockImplementation(function (
      this: ByteQueue,
      pattern,
      from,
      to,
    ) {
      const found = indexOf.call(this, pattern, from, to)
      sum += (found < 0 ? (to ?? this.length) : found) - from
      return found
    })
    const queue = new ByteQueue()
    queue.append(bytes('x\n'.repeat(lines)))
    const separators = new Separators(['\0', '\n'])
    while (queue.length > 0) queue.drop(new SeparatorSearch(separators).find(queue, 65_536)!)
    vi.restoreAllMocks()
    return sum
  }
  const [once, twice, fourTimes] = [looked(1000), looked(2000), looked(4000)]
  expect(twice / once).toBeLessThan(2.2)
  expect(fourTimes / once).toBeLessThan(4.4)
})

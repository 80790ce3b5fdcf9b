// A mapping is a list of numbers, written as differences: the column to the segment before it on its line,
// the others to the segment before it in the file.

export type Segment = number[]

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The segments of each line, with absolute numbers. */
export function decode(mappings: string): Segment[][] {
  const last = [0, 0, 0, 0, 0]
  return mappings.split(';').map((line) => {
    last[0] = 0
    return line === ''
      ? []
      : line.split(',').map((segment) => numbersIn(segment).map((n, at) => (last[at]! += n)))
  })
}

export function encode(lines: Segment[][]): string {
  const last = [0, 0, 0, 0, 0]
  const written = (segment: Segment): string =>
    segment
      .map((n, at) => {
        const difference = n - last[at]!
        last[at] = n
        return textOf(difference)
      })
      .join('')
  return lines
    .map((line) => {
      last[0] = 0
      return line.map(written).join(',')
    })
    .join(';')
}

function numbersIn(segment: string): number[] {
  const numbers: number[] = []
  let shift = 0
  let value = 0
  for (const character of segment) {
    const digit = DIGITS.indexOf(character)
    value += (digit & 31) << shift
    shift += 5
    if ((digit & 32) !== 0) continue
    numbers.push((value & 1) === 1 ? -(value >>> 1) : value >>> 1)
    shift = 0
    value = 0
  }
  return numbers
}

function textOf(number: number): string {
  let left = number < 0 ? (-number << 1) | 1 : number << 1
  let text = ''
  do {
    const digit = left & 31
    left >>>= 5
    text += DIGITS[left > 0 ? digit | 32 : digit]
  } while (left > 0)
  return text
}

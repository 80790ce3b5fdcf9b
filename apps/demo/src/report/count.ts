/** `1 page`, `1,214 pages`. */
export function count(n: number, one: string, many: string = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`
}

/** `1,214` */
export function grouped(n: number): string {
  return n.toLocaleString('en-US')
}

/** The addresses of this machine alone. */
const LOOPBACK = /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/

/** A host as it stands in an address and in a Host header: one of IPv6 is in brackets. */
export function hostText(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** Can only programs of this machine reach it? */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}

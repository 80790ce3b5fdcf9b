import type { ProblemKind } from '../crawl/visit.ts'
import type { NoteKind } from '../report/report.ts'

/**
 * What is wrong with the bundled site on purpose. The report has to hold exactly these rows.
 *
 * Each row is a fault that real sites have. `fine` rows are traps: the checker must not report them. Paths
 * are on the bundled site. `neighbour` is a second site, for external links.
 */

export interface PlantedFault {
  /** The page that holds the link. */
  readonly page: string
  /** The link as written on the page. */
  readonly link: string
  readonly expect: ProblemKind | NoteKind | 'fine'
  /** The status, if the kind is `http-status`. */
  readonly status?: number
  /** What a visitor would see. */
  readonly about: string
}

const HOME = '/'
const light = (coast: string, number: string): string => `/${coast}/light-${number}.html`

export function plantedFaults(neighbour: string): readonly PlantedFault[] {
  return [
    // Broken.
    { page: HOME, link: '/silent-bell', expect: 'timeout', about: 'never answers' },
    { page: HOME, link: '/engine-room', expect: 'http-status', status: 500, about: 'an error at every try' },
    {
      page: HOME,
      link: `${neighbour}/sunken-ferry.html`,
      expect: 'http-status',
      status: 404,
      about: 'gone from another site',
    },
    {
      page: light('north', '03'),
      link: '../keepers/olsen.html',
      expect: 'http-status',
      status: 404,
      about: 'a page that is gone',
    },
    {
      page: light('north', '09'),
      link: '/keepers/olsen.html',
      expect: 'http-status',
      status: 404,
      about: 'the same page, spelled another way',
    },
    { page: light('east', '05'), link: '/whirlpool', expect: 'redirect-loop', about: 'a redirect loop' },
    {
      page: light('east', '11'),
      link: '/spiral',
      expect: 'too-many-redirects',
      about: 'a new redirect each time, for ever',
    },
    {
      page: light('south', '07'),
      link: '/moved-to-sea',
      expect: 'http-status',
      status: 404,
      about: 'redirects to nothing',
    },
    {
      page: light('south', '13'),
      link: '/nameless-move',
      expect: 'bad-redirect',
      about: 'a redirect without a location',
    },
    { page: light('west', '02'), link: '/snapped-rope', expect: 'network', about: 'hangs up without a word' },
    {
      page: light('west', '08'),
      link: '/half-a-letter.html',
      expect: 'network',
      about: 'the connection breaks half-way',
    },
    {
      page: light('isles', '04'),
      link: '/fog%ZZhorn.html',
      expect: 'bad-link',
      about: 'bad percent-encoding',
    },
    { page: light('isles', '10'), link: 'http://[harbour/', expect: 'bad-link', about: 'not a URL' },
    {
      page: light('fjords', '06'),
      link: '#ghost',
      expect: 'missing-anchor',
      about: 'no such anchor on this page',
    },
    {
      page: light('fjords', '12'),
      link: '../south/light-01.html#ghost',
      expect: 'missing-anchor',
      about: 'no such anchor on another page',
    },
    {
      page: '/forgotten-rock.html',
      link: 'drowned.html',
      expect: 'http-status',
      status: 404,
      about: 'a dead link on a page that only the sitemap names',
    },
    // Worth a note.
    {
      page: light('sounds', '01'),
      link: '/ferry-times.html',
      expect: 'recovered',
      about: 'busy twice, then fine',
    },
    {
      page: light('sounds', '05'),
      link: '/old-chart',
      expect: 'redirect-chain',
      about: 'three redirects to a page',
    },
    { page: HOME, link: '/logbook-1890.html', expect: 'truncated', about: 'a page of 5 MB' },
    // Traps: fine, although they look broken.
    { page: HOME, link: '/slow-tide.html', expect: 'fine', about: 'takes 3 s' },
    {
      page: light('capes', '01'),
      link: '/tides.txt',
      expect: 'fine',
      about: 'plain text that looks like HTML',
    },
    { page: light('capes', '02'), link: '/chart.pdf', expect: 'fine', about: 'not HTML' },
    { page: light('capes', '03'), link: '#history', expect: 'fine', about: 'an anchor on this page' },
    {
      page: light('capes', '04'),
      link: 'light-05.html#keeper%27s-log',
      expect: 'fine',
      about: 'an encoded anchor',
    },
    {
      page: light('capes', '05'),
      link: './../capes/./light-06.html?',
      expect: 'fine',
      about: 'a duplicate in disguise',
    },
    { page: light('capes', '06'), link: 'mailto:keeper@example.org', expect: 'fine', about: 'mail' },
    { page: light('capes', '07'), link: 'tel:+4755501234', expect: 'fine', about: 'a telephone' },
    { page: light('capes', '08'), link: '/m%C3%A5ke.html', expect: 'fine', about: 'a good percent-encoding' },
    { page: light('capes', '09'), link: '#top', expect: 'fine', about: 'the top, which needs no anchor' },
    {
      page: light('capes', '12'),
      link: '/keepers-only/ledger.html',
      expect: 'fine',
      about: 'robots.txt says not to ask',
    },
    { page: light('capes', '10'), link: `${neighbour}/ferries.html`, expect: 'fine', about: 'another site' },
    {
      page: light('capes', '13'),
      link: `${neighbour}/crew-only/rota.html`,
      expect: 'fine',
      about: 'the robots.txt of another site says not to ask',
    },
    { page: light('capes', '11'), link: 'javascript:history.back()', expect: 'fine', about: 'a script' },
  ]
}

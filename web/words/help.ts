/** The page of help: how the workbench is used, what its words mean, who does what. */
export const helpPage = {
  title: 'Help',
  intro:
    'The workbench shows what detection found, and keeps what people decide about it. Everything can be done from the keyboard.',
  keys: 'Keys that always work',
  keysMore: 'On each page ? shows the keys of that page too. Ctrl+K finds every page and command by name.',
  wordsTitle: 'Words',
  meanings: [
    [
      'Alert',
      'A finding of one typology on one customer or counterparty, over one episode. An indication, never proof.',
    ],
    [
      'Typology',
      'A published description of a pattern of conduct. Its text here is a card; a set of cards is a pack.',
    ],
    ['Indicator', 'One thing that can be observed, with the number behind it.'],
    [
      'Peers',
      'Customers who lawfully do the same, such as send money to the same country. Unusual always means: among them.',
    ],
    [
      'Ban',
      'How strong evidence is. One ban is one in ten among peers, two are one in a hundred, three one in a thousand.',
    ],
    [
      'Cut',
      'The strength from which alerts are raised. It follows from how many a month the institution can work well.',
    ],
    ['Family', 'Indicators of one kind, such as amount or tempo. Of a family only the strongest counts.'],
    ['Suspicion clock', 'Days: the time that the law gives to form a suspicion and report it.'],
    ['Protection clock', 'Minutes: somebody may be harmed now. These come first in every list.'],
    [
      'Possible victim',
      'Somebody to protect. A child is never suspected for what was paid from or to an account of theirs.',
    ],
    ['Case', 'Alerts and subjects that are worked on together, with notes, tasks, evidence and decisions.'],
    ['Overlay', 'What the institution keeps to itself: limits, weights, lists and cards of its own.'],
  ],
  rolesTitle: 'Who does what',
  roles: {
    analyst: 'Works the queue: claims, dismisses with a reason, snoozes, or opens a case.',
    investigator: 'Works cases: subjects, evidence, links; drafts what is to be reported.',
    'reporting-officer': 'Decides on suspicions and reports, with a second person; watches the deadlines.',
    protection: 'Reaches customers who may be harmed, and holds payments that harm them.',
    'data-scientist': 'Works on cards, weights and calibration; sees outcomes, and no record of a customer.',
    validator: 'Checks what the data scientist changes, and decides on changes of packs.',
    insight: 'Reads figures that identify nobody, and the catalogue of typologies.',
    administrator: 'Manages users and service tokens, and sees no record of a customer.',
    auditor: 'Reads and checks the chain of who did what.',
  },
  you: 'you',
  timesTitle: 'Times, numbers and printing',
  times: [
    'Times are in UTC until you press z, which shows them where you are; the clock in use stands at the top of every page.',
    'Every number has its unit, and says what it is compared with.',
    'Ctrl+P prints alerts and typologies without the navigation, in dark letters on white.',
  ],
} as const

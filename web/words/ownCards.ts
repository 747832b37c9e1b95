import { counted } from './plural.ts'

const whole = new Intl.NumberFormat('en')
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 })
const bans = (value: number | null) => (value === null ? 'no cut' : `${value.toFixed(2)} bans`)

/** The institution's own version of a card: drafted, back-tested, approved, in use. */
export const ownCards = {
  marks: {
    inUse: 'Own version in use',
    draft: 'Draft',
    waits: 'Waits for approval',
  },
  published: 'Detection uses the published text.',
  inUse: (name: string, when: string) =>
    `Detection uses the institution's own version, written by ${name}, since ${when}.`,
  noDraft: 'Nobody works on it.',
  draft: (name: string, when: string) => `Draft saved by ${name}, ${when}.`,
  withdraws: 'This draft goes back to the published text.',
  noPassphrase:
    'This server was started without a passphrase, so no draft can be kept here. Save the text as a file, or have the server started with LAPWING_PASSPHRASE_FILE.',
  about:
    'Checked while you write. Save keeps a draft that colleagues can go on with; no run of detection uses it until a validator has approved it.',
  save: 'Save the draft',
  saved: 'Saved.',
  discard: 'Throw the draft away',
  discardExplains:
    'Nobody works on the card from here on. What is in use stays in use; the texts stay on record.',
  withdraw: 'Draft a return to the published text',
  withdrawExplains:
    'Makes a draft by which detection uses the published text again. It is back-tested and approved like every other change.',
  differsFromSaved:
    'A colleague saved this draft meanwhile. Below is what your text changes of theirs; saving again replaces theirs.',
  asFile: 'To use it elsewhere, save it as a file and put it into pack/cards of an overlay.',
  keys: { save: 'Save the draft', backTest: 'Back-test the draft' },
  backTest: {
    title: 'Back-test',
    about:
      'Runs the saved draft against the cards in use on the institution’s own book: both learn from the same payments, for the same budget, and the alerts of the last twelve months are compared. Nothing of it reaches the queue.',
    start: 'Back-test the draft',
    again: 'Back-test again',
    cancel: 'Cancel',
    saveFirst: 'Save your changes first: what is back-tested is the saved draft.',
    draftFirst: 'There is no draft to back-test.',
    mendFirst: 'Mend the errors first.',
    none: 'This text of the draft was not back-tested yet.',
    running: (step: string, fraction: number) => `${step}, ${Math.round(fraction * 100)} %`,
    progress: 'Progress of the step',
    cancelled: 'Cancelled; nothing of it was kept.',
    failed: 'The back-test failed.',
    ran: (name: string, when: string) => `Ran by ${name}, ${when}, on exactly this text.`,
    what: (from: string, until: string, budget: string, payments: number, customers: number) =>
      `Alerts raised from ${from} until before ${until} (UTC), for ${budget} alerts a month. Both sides learnt from the same ${counted(payments, 'payment', 'payments')} of ${counted(customers, 'customer', 'customers')}.`,
    facts: {
      before: 'With the cards in use',
      after: 'With the draft',
      gained: 'Gained',
      lost: 'Lost',
      kept: 'Kept',
      cut: 'Cut, before and after',
    },
    alerts: (count: number) => counted(count, 'alert', 'alerts'),
    part: (count: number, all: number, of: string) =>
      all === 0
        ? counted(count, 'alert', 'alerts')
        : `${counted(count, 'alert', 'alerts')}, ${percent.format(count / all)} of those ${of}`,
    before: 'before',
    after: 'after',
    keptOf: (kept: number, reranked: number) =>
      `${counted(kept, 'alert', 'alerts')}, ${whole.format(reranked)} with another rank`,
    cuts: (before: number | null, after: number | null) => `${bans(before)}, ${bans(after)}`,
    same: 'The draft finds the same alerts as the cards in use, in the same order.',
    falls: 'On whom it falls',
    fallsAbout:
      'Alerts before and after, by group. Look for a group that the change falls on more than on others.',
    groups: {
      typology: 'Typology',
      age: 'Age, years',
      since: 'Customer for',
      corridor: 'Corridor',
    },
    columns: ['Before', 'After', 'Change', 'Gained', 'Lost'],
    change: (from: number, to: number) => signed.format(to - from),
    noAlerts: 'Neither side raises an alert in this time.',
  },
  approval: {
    title: 'Approval',
    about:
      'A validator who wrote none of the text decides. Detection uses an approved text from the next lapwing calibrate and lapwing detect.',
    ask: 'Ask for approval',
    askExplains:
      'The draft stays as it is until the decision. The validator sees what differs, your reason and the back-test.',
    why: 'Why this change',
    needsBackTest: 'It needs a back-test of exactly this text.',
    waits: (name: string, when: string) =>
      `Asked by ${name}, ${when}. The draft stays as it is until the decision.`,
    see: 'See the change',
    takeBack: 'Take back',
    takeBackExplains: 'The draft can be changed again. It stays on record as taken back.',
    refused: (name: string, when: string) => `Declined by ${name}, ${when}:`,
    refusedThen: 'Change what was found wanting, back-test, and ask again.',
    approved: (name: string, when: string) => `Approved by ${name}, ${when}:`,
    next: 'The next lapwing calibrate and lapwing detect use it.',
  },
  change: {
    title: 'Change of a card',
    of: (title: string) => `Change of ${title}`,
    none: 'No change of this card waits for a decision.',
    why: 'Why',
    differs: 'What differs from what is in use',
    withdraws: 'Detection would use the published text again.',
    toText: 'Open the text',
    back: 'Back to the approvals',
    yours: 'You wrote part of this text, so another validator decides.',
    asked: 'You asked for this, so another person decides.',
    others: 'A validator decides on this.',
    keys: { approve: 'Approve', refuse: 'Decline' },
  },
} as const

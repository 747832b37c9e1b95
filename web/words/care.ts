import { counted } from './plural.ts'

/** Texts of looking after the people who look. */
export const careWords = {
  title: 'Care',
  what: 'This work can weigh on anyone who does it, and that is no weakness. Lapwing shows no pictures and opens no links; it covers wording that can weigh until you ask for it, and counts for you, and for you alone, how much of it you have looked at.',
  minutes: 'min',
  covered: (length: number) => `Covered wording, ${counted(length, 'character', 'characters')}: show`,
  noLink: 'An address, as text: nothing is opened from here.',
  show: 'Show sensitive wording',
  hide: 'Cover sensitive wording',
  reminder: {
    time: (minutes: number) =>
      `You have been at this for ${minutes} minutes. A pause of a few minutes helps.`,
    opened: (alerts: number, cases: number) =>
      `You have opened ${counted(alerts, 'alert', 'alerts')} and ${counted(cases, 'case', 'cases')} today. A pause helps, and others can take over.`,
    handOver: 'Anything open can be handed over: press h in a case, or assign an alert.',
    more: 'More on care',
    paused: 'I have paused',
    later: (minutes: number) => `Remind me in ${minutes} min`,
  },
  today: {
    title: 'Today',
    alerts: 'Alerts opened',
    cases: 'Cases opened',
    since: 'Since a pause',
    compared: (sum: number, most: number, minutes: number) =>
      `${sum} in all${most > 0 ? `, of the ${most} after which you asked to be reminded` : ''}${minutes > 0 ? `; a pause is suggested after ${minutes} min` : ''}.`,
    how: (minutes: number) =>
      `Each alert and each case counts once a day. When nothing is pressed here for ${minutes} minutes, that was a pause. It begins anew each day.`,
    onlyYou:
      'These numbers are kept in this browser and are sent nowhere. Nobody else sees them, and no figure of anyone’s work is made from them.',
    forget: 'Forget today’s count',
  },
  settings: {
    title: 'How you want it',
    covers: 'Cover sensitive wording until I ask for it',
    coversHint: 'References of payments, and notes that their writer marked so.',
    pause: 'Remind me to pause',
    opened: 'Remind me after opening',
    minutes: (minutes: number) => `after ${minutes} minutes without a pause`,
    count: (count: number) => `${count} alerts and cases in a day`,
    never: 'Never',
    kept: 'Kept in this browser, for you.',
  },
  handOver: {
    title: 'Handing over',
    why: 'Nobody has to finish what they began. Handing over is ordinary work, and no reason is asked for.',
    how: [
      'A case: open it and press h. Choose who takes it, and write what they should know. It stays with the case as a note.',
      'An alert: assign it to somebody, or release it, from the queue.',
      'All of one kind: ask whoever leads the team not to be given such cases. It needs no explanation.',
    ],
  },
  advice: {
    title: 'Looking after yourself',
    what: 'What bodies with long experience of such work publish comes to much the same:',
    items: [
      'Pause often and briefly rather than seldom and long: stand up, look far away, breathe slowly, walk.',
      'Look at difficult things earlier in the day and not last, and do something of another kind after it.',
      'Read what the task needs, and no more. Covered wording can stay covered.',
      'Keep work and the rest of life apart: an end of the day that you notice, and no such news in the evening.',
      'Talk with colleagues who know the work, and regularly with somebody trained, before it is needed.',
      'Notice changes in yourself: poor sleep, thoughts that come back, irritation, numbness, seeing danger everywhere. They are usual reactions, and a reason to say so early.',
      'Remember what the work does: payments that were stopped, people who were reached.',
    ],
    help: 'If it stays heavy, speak with your institution’s support for staff or a doctor. If you or somebody else is in danger now, call the emergency number where you are.',
    from: 'Published by',
    sources: [
      'World Health Organization: Doing What Matters in Times of Stress, an illustrated guide (2020)',
      'Office for Victims of Crime, U.S. Department of Justice: The Vicarious Trauma Toolkit (2017)',
      'UN Human Rights Office: Manual on Human Rights Monitoring, chapter on trauma and self-care',
      'Sexual Violence Research Initiative: Guidelines for the prevention and management of vicarious trauma among researchers (2015)',
    ],
  },
} as const

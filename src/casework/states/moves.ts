import { LapwingError } from '../../domain/errors.ts'

/** A state machine as data: which moves there are, and from which states to which. */
export type Moves<State extends string, Move extends string> = {
  readonly [move in Move]: { readonly from: readonly State[]; readonly to: State }
}

/** The state after a move. @throws LapwingError `illegal-move` */
export function stateAfter<State extends string, Move extends string>(
  moves: Moves<State, Move>,
  state: State,
  move: Move,
): State {
  const { from, to } = moves[move]
  if (from.includes(state)) return to
  const legal = legalMoves(moves, state)
  throw new LapwingError(
    'illegal-move',
    `This cannot be done while it is ${inWords(state)}: ${inWords(move)}.`,
    {
      place: 'state',
      remedy:
        legal.length === 0
          ? 'Nothing more can be done with it.'
          : `Possible now: ${legal.map(inWords).join(', ')}.`,
    },
  )
}

export function legalMoves<State extends string, Move extends string>(
  moves: Moves<State, Move>,
  state: State,
): readonly Move[] {
  return (Object.keys(moves) as Move[]).filter(move => moves[move].from.includes(state))
}

const inWords = (name: string) => name.replaceAll('_', ' ')

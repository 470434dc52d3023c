import { describe, expect, it } from 'vitest';
import { whyAccount } from '../../src/reports/why-account.ts';
import { pathPicture } from '../../src/reports/why-picture.ts';
import type { Picture, PictureForm } from '../../src/reports/why-picture-shapes.ts';
import type { WhyAnswer } from '../../src/why/answer.ts';
import { ANSWERS, blockedReply, peering, throughNat } from './why-answers.ts';

function picture(answer: WhyAnswer, form: PictureForm): Picture {
  const { request, reply, answer: shown } = whyAccount(answer);
  return pathPicture(request, reply, shown.firstBlock, form);
}

const FORMS = ['wide', 'tall'] as const;
const ALL = Object.keys(ANSWERS).flatMap((name) => FORMS.map((form) => [name, form] as const));

describe('the picture of a path', () => {
  it.each(ALL)('keeps everything on its sheet, and gates in their cards (%s, %s)', (name, form) => {
    const { width, height, cards, lanes } = picture((ANSWERS[name] ?? blockedReply)(), form);
    for (const card of cards) {
      expect(card.x).toBeGreaterThanOrEqual(0);
      expect(card.x + card.width).toBeLessThanOrEqual(width);
      expect(card.y).toBeGreaterThanOrEqual(0);
      expect(card.y + card.height).toBeLessThanOrEqual(height);
    }
    for (const { x, y, labels } of lanes.flatMap(({ gates }) => gates)) {
      const card = cards.find(
        (one) => x > one.x + 16 && x < one.x + one.width - 16 && y > one.y && y < one.y + one.height,
      );
      expect(card).toBeDefined();
      for (const label of labels) expect(label.y).toBeLessThan((card?.y ?? 0) + (card?.height ?? 0));
    }
  });

  it.each(ALL)('parts cards and gates from one another (%s, %s)', (name, form) => {
    const { cards, lanes } = picture((ANSWERS[name] ?? blockedReply)(), form);
    for (const [i, card] of cards.entries()) {
      const next = cards[i + 1];
      if (!next) continue;
      const room = form === 'wide' ? next.x - card.x - card.width : next.y - card.y - card.height;
      expect(room).toBeGreaterThan(20);
    }
    const gates = lanes.flatMap((lane) => lane.gates);
    for (const [i, one] of gates.entries()) {
      for (const other of gates.slice(i + 1)) {
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(50);
      }
    }
  });

  it.each(ALL)('leads each leg from end to end without a break (%s, %s)', (name, form) => {
    for (const { pieces } of picture((ANSWERS[name] ?? blockedReply)(), form).lanes) {
      for (const [i, piece] of pieces.slice(1).entries()) expect(piece.from).toEqual(pieces[i]?.to);
      const along = form === 'wide' ? ('x' as const) : ('y' as const);
      const way = Math.sign((pieces.at(-1)?.to[along] ?? 0) - (pieces[0]?.from[along] ?? 0));
      for (const { from, to } of pieces) expect((to[along] - from[along]) * way).toBeGreaterThanOrEqual(0);
    }
  });

  it('has the request go right and the reply come back to where it began', () => {
    const [request, reply] = picture(throughNat(), 'wide').lanes;
    expect(request?.pieces[0]?.from.x).toBeLessThan(request?.pieces.at(-1)?.to.x ?? 0);
    expect(reply?.pieces.at(-1)?.to.x).toBe(request?.pieces[0]?.from.x);
    expect(reply?.gates.map(({ x }) => x)).toEqual(reply?.gates.map(({ x }) => x).toSorted((a, b) => b - a));
  });

  it('breaks the line behind a refusal, and flags the first', () => {
    const [request, reply] = picture(peering(), 'wide').lanes;
    expect(request?.gates.map(({ outcome, flag }) => [outcome, flag?.text])).toEqual([
      ['allow', undefined],
      ['allow', undefined],
      ['allow', undefined],
      ['allow', undefined],
      ['deny', 'BLOCKED'],
    ]);
    expect(request?.pieces.filter(({ broken }) => broken)).toHaveLength(1);
    expect(reply?.gates.some(({ flag }) => flag !== null)).toBe(false);
  });

  it('draws a place of one leg at that leg alone', () => {
    const { cards } = picture(peering(), 'wide');
    expect(cards.map(({ title }) => title.text)).toEqual(['app-1', 'peering connection', 'reports']);
    expect(cards[1]?.height).toBeLessThan(cards[0]?.height ?? 0);
  });
});

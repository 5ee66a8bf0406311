// Services in which others take part: two who sign and a doctor in any order, and two who sign one after another.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const garden = `service: shared-garden
version: 1
title: Apply for a shared garden
summary: For people who garden together.
questions:
  place: {ask: "Where should the garden be?", type: text}
  own: {ask: "How do we reach you?", type: contact}
  partner: {ask: "Who gardens with you?", type: contact}
  neighbour: {ask: "Who is your neighbour?", type: contact}
  needs_help: {ask: "Do you need a raised bed for your health?", type: yes-no}
  doctor: {ask: "Who is your doctor?", type: contact, when: needs_help = true}
  limits: {ask: "What can the applicant not do?", type: long-text}
  since: {ask: "Since which year?", type: year}
journey:
  - section: The garden
    pages: [place]
  - section: The people
    pages: [own, partner, neighbour, needs_help, doctor]
  - section: From the doctor
    pages:
      - page: health
        title: The health of the applicant
        questions: [limits, since]
parties:
  partner:
    title: who gardens with you
    does: [sign]
    invite: partner
    statement: I look after the garden together with the applicant, and pay half of what it costs.
  neighbour:
    title: your neighbour
    does: [sign]
    invite: neighbour
    sees: [place]
    statement: I agree to a garden there.
  doctor:
    title: your doctor
    when: needs_help = true
    does: [answer health]
    invite: doctor
`;

const chain = `service: family-farm
version: 1
title: Hand over a farm
summary: Everybody signs, one after another.
questions:
  farm: {ask: "What is the farm called?", type: text}
  own: {ask: "How do we reach you?", type: contact}
  heir: {ask: "Who takes it over?", type: contact}
  bank: {ask: "Who signs for the bank?", type: contact}
journey:
  - section: The farm
    pages: [farm, own, heir, bank]
parties:
  heir:
    title: who takes the farm over
    does: [sign]
    invite: heir
  bank:
    title: your bank
    does: [sign]
    invite: bank
party-order: one after another
`;

export function partyServices() {
  const services = mkdtempSync(join(tmpdir(), 'guildhall-parties-'));
  for (const [name, text] of [['shared-garden', garden], ['family-farm', chain]]) {
    mkdirSync(join(services, name));
    writeFileSync(join(services, name, 'service.yaml'), text);
    writeFileSync(join(services, name, 'guide.md'), '# How it works\n\nAnswer the questions, then ask the others.\n');
  }
  return services;
}

export const contact = (id, name, email) => ({ [`${id}-name`]: name, [`${id}-email`]: email, [`${id}-phone`]: '' });

// The path of the newest link to take part that went to an address, among mails as mailparser gives them.
export function invitation(mails, to) {
  const links = mails.filter(({ mail }) => mail.to.text === to).flatMap(({ mail }) => mail.text.match(/\/parties\/\S+\/open\/[0-9a-f]{32}/g) ?? []);
  return links.at(-1);
}

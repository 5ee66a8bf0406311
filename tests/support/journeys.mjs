// Two services in a folder of their own: one with every type of question, one with members in members in members.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const everything = `service: everything
version: 1
title: Every type of question
summary: One question of each type.
lists:
  colours: {red: Red, green: Green, blue: {label: "Blue", hint: As the sea}}
questions:
  intro: {type: guidance, ask: "Before you begin", text: "Have your **papers** at hand."}
  greeting: {ask: "How may we call you?", type: text, max-length: 20}
  story: {ask: "Tell us more, {greeting}", type: long-text, max-words: 5, optional: true}
  height: {ask: "How tall is it?", type: number, unit: cm, range: "[1..300]"}
  rent: {ask: "What is the rent?", type: money, currency: NOK}
  owner: {ask: "Do you own it?", type: yes-no}
  since: {ask: "Since when?", type: date, when: "owner", valid: "since <= today()", say: "The day must be in the past"}
  newsletter: {ask: "Our newsletter", label: "Send it to me", type: tick}
  colour: {ask: "Which colour?", type: radios, options: colours}
  tastes: {ask: "Which colours do you like?", type: checkboxes, options: colours}
  size: {ask: "Which size?", type: select, options: {s: Small, m: Medium, l: Large}}
  land: {ask: "Which country?", type: country}
  coin: {ask: "Which currency?", type: currency}
  began: {ask: "In which month did it begin?", type: month}
  built: {ask: "In which year was it built?", type: year}
  mail: {ask: "Your e-mail address", type: email}
  call: {ask: "Your phone number", type: phone}
  who: {ask: "Your name", type: name}
  home: {ask: "Where do you live?", type: address}
  reach: {ask: "How do we reach you?", type: contact}
  account: {ask: "Your account", type: identifier, scheme: iban}
  spot: {ask: "Where is it?", type: location}
  proofs: {ask: "Add your papers", type: file, accept: [image], max-files: 2}
  more_about: {ask: "What happens to them?", type: details, text: "They are kept safe."}
  prices: {ask: "What it costs", type: table, columns: [Size, Price], rows: [[Small, "10"], [Large, "20"]]}
  yearly: {ask: "The rent in a year", type: money, currency: NOK, compute: "rent * 12"}
  sworn: {ask: "Declaration", label: "All of this is true", type: declaration}
journey:
  - section: The basics
    pages:
      - intro
      - greeting
      - story
      - page: numbers
        title: Some numbers
        questions: [height, rent, yearly]
        valid: "height < rent"
        say: "The rent must be more than the height"
      - page: ownership
        title: Who owns it
        questions: [owner, since]
      - newsletter
  - section: Choices
    pages: [colour, tastes, size, land, coin]
  - section: Times and places
    pages: [began, built, home, spot]
  - section: About you
    pages:
      - page: you
        title: About you
        questions: [who, mail, call, account]
      - reach
      - page: papers
        title: Your papers
        questions: [proofs, more_about, prices]
      - summary: so_far
        title: What you told us
      - sworn
`;

export const family = `service: family
version: 1
title: Help for families
summary: Members in members in members.
questions:
  children:
    repeat: child
    ask: "Your children"
    between: [1, 3]
    questions:
      name: {ask: "What is the child's name?", type: text}
      born: {ask: "When was {name} born?", type: date, valid: "born <= today()", say: "The day of birth must be in the past"}
      schools:
        repeat: school
        ask: "The schools of {name}"
        between: [0, 5]
        questions:
          school: {ask: "Which school?", type: text}
          years:
            repeat: year
            ask: "Years at {school}"
            between: [0, 5]
            questions:
              year: {ask: "Which year at {school}?", type: year}
    pages: [name, born, schools]
  count: {ask: "How many of them live with you?", type: number, range: "[0..10]"}
journey:
  - section: Children
    pages: [children]
  - section: The rest
    pages: [count]
`;

export function journeyServices() {
  const services = mkdtempSync(join(tmpdir(), 'guildhall-journeys-'));
  for (const [name, text] of [['everything', everything], ['family', family]]) {
    mkdirSync(join(services, name));
    writeFileSync(join(services, name, 'service.yaml'), text);
    writeFileSync(join(services, name, 'guide.md'), '# How it works\n\nAnswer the questions.\n');
  }
  return services;
}

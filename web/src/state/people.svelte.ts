// What does this account know about other people, and what has it done towards them?

import { SvelteMap } from 'svelte/reactivity';
import type { Gateway } from '../gateway/types';
import type { Person, Profile, Relation, Requests, Tie } from './requests';

export class People {
  /** People seen so far, by account. */
  private readonly persons = new SvelteMap<string, Person>();
  private readonly relations = new SvelteMap<string, Relation>();

  constructor(
    gateway: Gateway,
    private readonly requests: Requests,
  ) {
    gateway.on('person.changed', ({ person }) => this.persons.set(person.account, person));
    gateway.on('relation.changed', ({ account, relation }) => {
      this.relations.set(account, relation);
    });
  }

  person(account: string): Person | undefined {
    return this.persons.get(account);
  }

  /** What this account did towards a person; undefined until their profile was loaded. */
  relation(account: string): Relation | undefined {
    return this.relations.get(account);
  }

  async load(account: string): Promise<Profile> {
    return this.keep(await this.requests.profile(account));
  }

  async loadByHandle(handle: string): Promise<Profile> {
    return this.keep(await this.requests.profileByHandle(handle));
  }

  /** Follows, saves, blocks or call-blocks somebody, or undoes it; rejects with the refusal. */
  async tie(account: string, tie: Tie, on: boolean): Promise<void> {
    this.relations.set(account, await this.requests.tie(account, tie, on));
  }

  async forget(account: string): Promise<void> {
    await this.requests.forget(account);
  }

  /** Remembers what some page told about a person. */
  keep<Known extends Pick<Profile, 'person' | 'relation'>>(profile: Known): Known {
    this.persons.set(profile.person.account, profile.person);
    this.relations.set(profile.person.account, profile.relation);
    return profile;
  }
}

/** What a word or letter of the app means: two lines, and where it is defined. */
export const termsTexts = {
  terms: {
    ask: 'What is this?',
    normalised: {
      text: '(score − random guess) / (full model − random guess): 1 is the unmodified model, 0 is guessing.',
      more: 'The median is over tasks whose full model is above guessing by more than its error.',
      where: 'paper, section 3',
    },
    floor: {
      text: 'What guessing scores: 0.25 with four choices, 0.5 with two, 0 where a word is to be found.',
      more: 'It can be changed under Display.',
      where: 'docs/semantics.md',
    },
    paperCache: {
      text: 'The paper’s code keeps the mean of the branches’ keys and values of a parallel group, and each branch reads that mean while tokens are generated.',
      more: 'Exact: each branch keeps its own. Prompts are computed exactly either way.',
      where: 'the paper’s reference code; docs/semantics.md',
    },
    half: {
      text: 'The affected layers at which it first falls to half of the full model’s score, by straight lines between points; in % of its layers where the axis is.',
      more: 'A dash: it never falls below half, or starts there, or not all of its points are measured.',
      where: 'Atelier’s own, not the paper’s; docs/semantics.md',
    },
    area: {
      text: 'The mean score over all affected layers that were measured (trapezoids).',
      more: 'It orders the variants by the harm that they do.',
      where: 'Atelier’s own, not the paper’s; docs/semantics.md',
    },
    start: {
      text: 's, the first re-arranged layer is s + 1: the first s + 1 and the last s layers stay as they are.',
      more: 'The larger s, the fewer layers are affected.',
      where: 'paper, section 3',
    },
    applications: {
      text: 'How often a layer is applied to a document from its beginning to its end; a parallel group counts each of its layers.',
      more: 'It is what a plan costs, whatever is shared with others.',
      where: 'docs/semantics.md',
    },
    notUsed: {
      text: 'Layers of the model that the schedule never applies.',
      more: 'Their weights could be left out of memory.',
      where: 'docs/semantics.md',
    },
    depth: {
      text: 'How many layers stand one after the other; a parallel group counts as one.',
      more: 'Parallel layers can be computed at the same time.',
      where: 'docs/semantics.md',
    },
    cost: {
      text: 'Layer applications of this plan over those of the full model.',
      more: '1.00×: as much to compute as the unmodified model.',
      where: 'docs/semantics.md',
    },
    results: {
      text: 'new: nothing of this plan is in the store; else the tasks whose documents are all there.',
      more: 'What is stored is not computed again, in whatever run.',
      where: 'docs/architecture.md',
    },
    storedWork: {
      text: 'Layer applications that are not computed: their results are in the store.',
      more: 'Results are kept by model, schedule and document; any run uses them.',
      where: 'docs/architecture.md',
    },
    sharedWork: {
      text: 'Layer applications that are computed once for several plans that begin alike.',
      more: 'skip and reverse of one s have their first s + 1 layers in common.',
      where: 'docs/architecture.md',
    },
    newWork: {
      text: 'Layer applications that this run computes.',
      more: 'The time is estimated from these.',
      where: 'docs/architecture.md',
    },
    affected: {
      text: 'M, the layers between the first s + 1 and the last s: those that a variant re-arranges.',
      more: 'M = T − 2s − 1 of a model of T layers.',
      where: 'paper, section 3',
    },
    loops: {
      text: 'n, how often the mean of the parallel layers is fed back into them; n = 1 is parallel.',
      more: '“Best of” takes, for each M, the n with the highest score.',
      where: 'paper, Fig. 10',
    },
    saved: {
      text: 'Layer applications that were not computed, because plans share their beginnings or a result was in the store.',
      more: 'Of all that the plans would have cost one by one.',
      where: 'docs/architecture.md',
    },
    holm: {
      text: 'p after Holm’s correction: the chance of any such difference in the whole table, if no plan were better.',
      more: 'One metric a task is tested; below 0.05 it is bold.',
      where: 'Holm 1979',
    },
    interval: {
      text: '95% interval of B − A on the same documents.',
      more: 'Accuracies: Tango’s score interval; the rest: paired bootstrap.',
      where: 'Tango 1998',
    },
    similarity: {
      text: 'Cosine between the flattened hidden states after two layers, a mean over documents.',
      more: '1: they point the same way, as the middle layers of trained models do.',
      where: 'paper, Fig. 3',
    },
  },
}

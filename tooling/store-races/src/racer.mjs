/** In a process of its own: makes the commits it is sent, all at once, and says how they ended. */
export function answerRaces(store) {
  const answer = async (commits) => {
    const [won, lost, failed] = [[], [], []];
    await Promise.all(
      commits.map(async (changes) => {
        try {
          const result = await store.commit(changes);
          if (result.committed) won.push(changes[1].record.id);
          else lost.push(result.lost);
        } catch (error) {
          failed.push(String(error));
        }
      }),
    );
    process.send({ won, lost, failed });
  };
  process.on('message', answer);
  process.on('disconnect', () => process.exit());
  process.send({});
}

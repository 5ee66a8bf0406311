#include "jobs/jobs.hpp"

namespace guildhall::jobs {
namespace {

const store::Query insert_job{
    "jobs.enqueue",
    "INSERT INTO jobs (id, kind, payload, state, due_at, tries) VALUES ($1, $2, $3, 'waiting', $4, 0) ON CONFLICT (id) "
    "DO NOTHING"
};
const store::Query count_by_state{
    "jobs.count", "SELECT state, count(*) FROM jobs WHERE state <> 'done' GROUP BY state"
};

}  // namespace

void enqueue(store::WriteTransaction& transaction, const NewJob& job) {
    transaction.send(insert_job, {job.id.text(), job.kind, job.payload.text(), base::to_micros(job.run_at)});
}

JobCounts count(store::ReadTransaction& transaction) {
    JobCounts counts;
    for (const store::Row& row : transaction.query(count_by_state)) {
        const std::string& state = row.text(0);
        if (state == "waiting") counts.waiting = row.integer(1);
        if (state == "running") counts.running = row.integer(1);
        if (state == "dead") counts.dead = row.integer(1);
    }
    return counts;
}

}  // namespace guildhall::jobs

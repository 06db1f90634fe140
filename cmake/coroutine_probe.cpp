// Six everyday coroutine shapes. g++ 12 miscompiles several of them (double free, or a wrong result); the configure step
// builds and runs this program and refuses a compiler whose exit status here is not 0.
#include <coroutine>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace {

int alive = 0;

struct Counted {
    Counted() { ++alive; }
    Counted(const Counted &) { ++alive; }
    Counted(Counted &&) noexcept { ++alive; }
    Counted &operator=(const Counted &) = default;
    ~Counted() { --alive; }
};

struct Request {
    std::string text;
    Counted counted{};
};

template<typename T> struct Task {
    struct promise_type {
        std::optional<T> value;
        std::coroutine_handle<> continuation = std::noop_coroutine();
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        struct Final {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept { return h.promise().continuation; }
            void await_resume() noexcept {}
        };
        Final final_suspend() noexcept { return {}; }
        void return_value(T v) { value = std::move(v); }
        void unhandled_exception() {}
    };
    explicit Task(std::coroutine_handle<promise_type> h)
        : handle(h)
    {
    }
    Task(Task &&o) noexcept
        : handle(std::exchange(o.handle, {}))
    {
    }
    ~Task()
    {
        if (handle)
            handle.destroy();
    }
    bool await_ready() { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> c)
    {
        handle.promise().continuation = c;
        return handle;
    }
    T await_resume() { return std::move(*handle.promise().value); }
    std::coroutine_handle<promise_type> handle;
};

Task<int> length(Request request) { co_return static_cast<int>(request.text.size()); }
Task<int> lengthOf(const Request &request) { co_return static_cast<int>(request.text.size()); }
Task<int> apply(std::function<int()> f) { co_return f(); }
Task<bool> isEmpty(Request request) { co_return request.text.empty(); }

Task<int> aggregate() { co_return co_await length(Request{"a long enough string to live on the heap"}); }
Task<int> byReference() { co_return co_await lengthOf(Request{"a long enough string to live on the heap"}); }
Task<int> designated() { co_return co_await length({.text = "a long enough string to live on the heap"}); }
Task<int> lambda()
{
    const std::string captured = "a long enough string to live on the heap";
    co_return co_await apply([captured] { return static_cast<int>(captured.size()); });
}
Task<int> condition()
{
    if (co_await isEmpty(Request{"not empty"}))
        co_return 5;
    co_return 40;
}
Task<int> loop()
{
    int sum = 0;
    for (int i = 0; i < 4; ++i)
        sum += co_await length(Request{std::string(10, 'x')});
    co_return sum;
}

bool holds(Task<int> task)
{
    task.handle.resume();
    return task.handle.done() && *task.handle.promise().value == 40;
}

} // namespace

int main()
{
    const bool right =
        holds(aggregate()) && holds(byReference()) && holds(designated()) && holds(lambda()) && holds(condition()) && holds(loop());
    return right && alive == 0 ? 0 : 1;
}
